import type { DirectoryDescription } from "../../config/devops/directory";
import { ADMINS_GROUP, GUESTS_GROUP } from "../../config/devops/groups";
import type { DirectoryAccess } from "../directory-access";
import { type CodeGroup, type Grant, groupsWith } from "../grant";
import { directoryAccess } from "./access";
import type { Bootstrap } from "./bootstrap";
import type { PeopleGroup } from "./entries";
import { DirectoryNames, type DirectoryTool } from "./names";
import { serverAccess } from "./server-access";

/** A directory as a description has it. */
export interface DescribedDirectory {
  /** What a directory of the testbed's own begins with; undefined where a server elsewhere is asked. */
  readonly bootstrap: Bootstrap | undefined;
  /** How a tool reads it. */
  accessOf(tool: DirectoryTool): DirectoryAccess;
}

/**
 * Makes the directory of a description.
 *
 * @param tools that read it
 * @throws Error when the description names neither an organisation nor a server
 */
export function describedDirectory(
  directory: DirectoryDescription,
  groups: readonly CodeGroup[],
  grants: readonly Grant[],
  tools: readonly DirectoryTool[],
): DescribedDirectory {
  const { organisation, server } = directory;
  if (server) return { bootstrap: undefined, accessOf: () => serverAccess(server) };
  if (organisation === undefined) {
    throw new Error("The directory has neither an organisation nor a server. Name one of them.");
  }
  const names = new DirectoryNames(organisation);
  const peopleGroups = groupsOf(directory, groups, grants);
  const known = new Set(peopleGroups.map(({ name }) => name));
  return {
    accessOf: (tool) => directoryAccess(names, grants, tool),
    bootstrap: {
      organisation,
      names,
      tools,
      groups: peopleGroups,
      // A pilot may be at another place alone, and its group with it.
      people: Object.entries(directory.people).map(([uid, person]) => ({
        ...person,
        uid,
        groups: person.groups.filter((group) => known.has(group)),
      })),
      administrators: groupsWith("admin", grants),
    },
  };
}

/** The groups of people: one for each grant, with a title. */
function groupsOf(
  { partners }: DirectoryDescription,
  groups: readonly CodeGroup[],
  grants: readonly Grant[],
): PeopleGroup[] {
  const titles = new Map<string, string>([
    [ADMINS_GROUP, "Administrators of the testbed"],
    [GUESTS_GROUP, "Guests, who see what the whole consortium sees"],
    ...groups.map(({ name, visibility }): [string, string] => [
      name,
      visibility === "developers" ? `Developers of the pilot ${name}` : `Developers of the components of ${name}`,
    ]),
    ...Object.entries(partners).map(([name, { title }]): [string, string] => [name, title ?? `People of ${name}`]),
  ]);
  return grants.map(({ group }) => ({ name: group, title: titles.get(group) ?? `People of ${group}` }));
}
