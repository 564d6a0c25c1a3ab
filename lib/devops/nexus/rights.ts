import type { CodeGroup, Grant } from "../grant";
import { NEXUS, type NexusAccount, nexusAccount, nexusAccountsOf, OWN_PREFIX } from "./names";
import { type NexusRepositories, pathsOf, type Repository } from "./repositories";
import { expression, type PathsOf, REGISTRY_ROOT } from "./selector";

/** Actions of Nexus' rights. A browser reads and looks around; whoever pushes adds, and edits: for Nexus each `PUT` is an edit. */
type Action = "ADD" | "BROWSE" | "EDIT" | "READ";

const READ: readonly Action[] = ["READ", "BROWSE"];
const PUSH: readonly Action[] = [...READ, "ADD", "EDIT"];

/** A content selector: which paths. */
export interface Selector {
  readonly name: string;
  readonly description: string;
  readonly expression: string;
}

/** A privilege: what somebody may do with the paths of a selector in one repository. */
export interface Privilege {
  readonly name: string;
  readonly description: string;
  readonly format: string;
  readonly repository: string;
  readonly contentSelector: string;
  readonly actions: readonly Action[];
}

/** A role. That of a group of the directory has its name as id: whoever is in the group has the role. */
export interface NexusRole {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly privileges: readonly string[];
  readonly roles: readonly string[];
}

/** Who may do what in Nexus. */
export interface NexusRights {
  readonly selectors: readonly Selector[];
  readonly privileges: readonly Privilege[];
  readonly roles: readonly NexusRole[];
}

/** The id of the role of one of Nexus' own accounts. */
export function accountRole(kind: NexusAccount, group: string): string {
  return OWN_PREFIX + nexusAccount(kind, group);
}

/** What the role of a group says of itself: so it is known as ours when the group is granted nothing any more. */
export const DIRECTORY_ROLE = "A group of the directory";

const LOGIN = `${OWN_PREFIX}registry`;

/**
 * Rights from grants (INF-24). Developers push and read what is their groups' and read what the consortium sees; guests read
 * what the consortium sees. An image is protected by its name: its layers are asked for below it, and they too are refused to others.
 */
export function rightsOf(
  grants: readonly Grant[],
  groups: readonly CodeGroup[],
  repositories: readonly Repository[],
  options: NexusRepositories,
): NexusRights {
  const lists = privilegeLists(groups, repositories);
  const shared = repositories.filter(({ of }) => of === "all groups");
  const formats = [...new Set(shared.map(({ format }) => format))];
  const selectors = groups.flatMap(({ name }) =>
    formats.map((format) =>
      selector(selectorName(format, name), `What the group ${name} has in repositories of ${format}`, {
        format,
        begins: pathsOf(format, name, options),
      }),
    ),
  );
  const privileges = groups.flatMap(({ name }) =>
    shared.flatMap((repository) => [
      privilege(repository, name, "read", READ),
      privilege(repository, name, "push", PUSH),
    ]),
  );
  return {
    selectors: [selector(LOGIN, "Signing in to the registry", REGISTRY_ROOT), ...selectors],
    privileges: [
      {
        name: LOGIN,
        description: "Signing in to the registry",
        format: "docker",
        repository: NEXUS.images,
        contentSelector: LOGIN,
        actions: ["READ"],
      },
      ...privileges,
    ],
    roles: [...rolesOf(grants, lists), ...accountRoles(groups, lists)],
  };
}

function rolesOf(grants: readonly Grant[], privileges: PrivilegeLists): NexusRole[] {
  const privilegesOf = ({ role, of }: Grant): string[] => {
    switch (role) {
      case "admin":
        return [];
      case "developer":
        return privileges.developer(of);
      case "guest":
        return [...privileges.guest];
    }
  };
  return [...new Set(grants.map(({ group }) => group))].map((group): NexusRole => {
    if (/^(nx|testbed)-/.test(group))
      throw new Error(`The group ${group} of the directory has the name of a role of Nexus.`);
    const granted = grants.filter((grant) => grant.group === group);
    return {
      id: group,
      name: group,
      description: DIRECTORY_ROLE,
      privileges: unique(granted.flatMap(privilegesOf)),
      roles: granted.some(({ role }) => role === "admin") ? ["nx-admin"] : [],
    };
  });
}

function accountRoles(groups: readonly CodeGroup[], privileges: PrivilegeLists): NexusRole[] {
  return nexusAccountsOf(groups).map(({ kind, group }) => ({
    id: accountRole(kind, group),
    name: accountRole(kind, group),
    description: kind === "build" ? `Pipelines of ${group}: they push` : `Sandboxes of ${group}: they pull images`,
    privileges: unique(kind === "build" ? privileges.developer([group]) : privileges.pull(group)),
    roles: [],
  }));
}

/** What people and machines may do, as names of privileges. */
interface PrivilegeLists {
  /** What the consortium sees. */
  readonly guest: readonly string[];
  /** That, what is handed on from public registries, and pushing in these groups of code. */
  developer(of: readonly string[]): string[];
  /** Images of this group and of the consortium. */
  pull(group: string): string[];
}

function privilegeLists(groups: readonly CodeGroup[], repositories: readonly Repository[]): PrivilegeLists {
  const shared = groups.filter(({ visibility }) => visibility === "consortium").map(({ name }) => name);
  const proxies = repositories.filter(({ of }) => of === "nobody").flatMap((one) => whole(one, READ));
  const inGroup = (group: string, right: "push" | "read") =>
    repositories.flatMap((one) => {
      if (one.of === "nobody") return [];
      if (one.of === "all groups") return [privilegeName(one.name, group, right)];
      return one.of.group === group ? whole(one, right === "push" ? PUSH : READ) : [];
    });
  const guest = [LOGIN, "nx-search-read", ...shared.flatMap((name) => inGroup(name, "read"))];
  return {
    guest,
    developer: (of) => [...guest, ...proxies, ...of.flatMap((name) => inGroup(name, "push"))],
    pull: (group) => [LOGIN, ...[group, ...shared].map((name) => privilegeName(NEXUS.images, name, "read"))],
  };
}

/** The privileges that Nexus makes itself for each repository, as a whole. */
function whole({ format, name }: Repository, actions: readonly Action[]): string[] {
  return actions.map((action) => `nx-repository-view-${format}-${name}-${action.toLowerCase()}`);
}

function selector(name: string, description: string, paths: PathsOf): Selector {
  return { name, description, expression: expression(paths) };
}

function privilege(
  { name, format }: Repository,
  group: string,
  right: "push" | "read",
  actions: readonly Action[],
): Privilege {
  return {
    name: privilegeName(name, group, right),
    description: right === "push" ? `Pushing as the group ${group}` : `Reading what is the group's ${group}`,
    format,
    repository: name,
    contentSelector: selectorName(format, group),
    actions,
  };
}

function selectorName(format: string, group: string): string {
  return `${OWN_PREFIX}${format}-${group}`;
}

function privilegeName(repository: string, group: string, right: "push" | "read"): string {
  return `${OWN_PREFIX}${repository}-${group}-${right}`;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
