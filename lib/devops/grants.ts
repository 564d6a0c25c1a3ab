import type { DevopsDescription } from "../config/devops/devops";
import { ADMINS_GROUP, GUESTS_GROUP } from "../config/devops/groups";
import { pilotsOf } from "../config/devops/pilots";
import type { SandboxDescription } from "../config/sandbox/sandbox";
import type { CodeGroup, Grant } from "./grant";

/** The groups of code of a place: one for each pilot, and those of components that the consortium shares (INF-25). */
export function codeGroups(
  { groups }: Pick<DevopsDescription, "groups">,
  sandboxes: Readonly<Record<string, SandboxDescription>>,
): CodeGroup[] {
  const pilots = [...pilotsOf(sandboxes)].map(
    ([name, names]): CodeGroup => ({ name, visibility: "developers", sandboxes: names }),
  );
  const shared = groups.map((name): CodeGroup => ({ name, visibility: "consortium", sandboxes: [] }));
  return [...pilots, ...shared];
}

/**
 * What each group of the directory may do. In a directory of the testbed's own: its administrators and guests, the group of
 * each pilot and each group of code, those of partners, and what the description adds. In one elsewhere, whose groups
 * others keep, only what the description says.
 */
export function grantsOf({ directory }: DevopsDescription, groups: readonly CodeGroup[]): Grant[] {
  if (directory === undefined) return [];
  const there = new Set(groups.map(({ name }) => name));
  const developer = (group: string, of: readonly string[]): Grant => {
    // A pilot may be at another place alone.
    const here = of.filter((name) => there.has(name));
    return here.length > 0 ? { group, role: "developer", of: here } : { group, role: "guest", of: [] };
  };
  const added = Object.entries(directory.grants).map(
    ([group, role]): Grant => (typeof role === "string" ? { group, role, of: [] } : developer(group, role)),
  );
  if (directory.server) return added;
  return [
    { group: ADMINS_GROUP, role: "admin", of: [] },
    { group: GUESTS_GROUP, role: "guest", of: [] },
    ...groups.map(({ name }) => developer(name, [name])),
    ...Object.entries(directory.partners).map(([name, { pilots }]) => developer(name, pilots)),
    ...added,
  ];
}
