/**
 * What people may do: administrate all of the testbed; develop in the groups of code that the grant names; or look at what the whole
 * consortium may see.
 */
export const ROLES = ["admin", "developer", "guest"] as const;

/** One of the roles. */
export type Role = (typeof ROLES)[number];

/** What the members of a group of the directory may do. Declared once; every tool's roles are made from it (INF-24). */
export interface Grant {
  /** Name of the group in the directory (`cn`). */
  readonly group: string;
  readonly role: Role;
  /** Groups of code that developers work in; empty for the other roles. */
  readonly of: readonly string[];
}

/**
 * A group of source code, of its pipelines, artefacts and images (INF-25): the first part of each image's name
 * (INF-26).
 */
export interface CodeGroup {
  readonly name: string;
  /** Who sees it: its own developers, as with a pilot's; or everybody who may sign in, as with components of the platform. */
  readonly visibility: "developers" | "consortium";
  /** Sandboxes of the pilot, by name. Default: none, as with components of the platform */
  readonly sandboxes: readonly string[];
}

/** The groups of the directory that have developers' rights in a group of code. */
export function developersOf(code: string, grants: readonly Grant[]): string[] {
  return grants.filter(({ role, of }) => role === "developer" && of.includes(code)).map(({ group }) => group);
}

/** The groups of the directory that have a role. */
export function groupsWith(role: Role, grants: readonly Grant[]): string[] {
  return grants.filter((grant) => grant.role === role).map(({ group }) => group);
}

/** The sandboxes of all groups of code. */
export function sandboxesOf(groups: readonly CodeGroup[]): string[] {
  return groups.flatMap(({ sandboxes }) => sandboxes);
}
