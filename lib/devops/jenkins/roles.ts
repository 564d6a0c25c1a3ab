import { type CodeGroup, developersOf, type Grant, groupsWith } from "../grant";
import { DEPLOY_FOLDER } from "./folders";

/** Names that Jenkins gives to everybody who signed in, and to everybody: a group of such a name would be all of them. */
const EVERYBODY: readonly string[] = ["anonymous", "authenticated"];

/** Seeing a job and its builds. */
const SEE = ["Job/Discover", "Job/Read"];

/** Starting and stopping builds, too. */
const RUN = [...SEE, "Job/Build", "Job/Cancel"];

/**
 * What developers do in the folder of their group. Neither `Job/Create` nor `Job/Configure` is among it: who may write the
 * XML of a folder, or make one, may permit it the cloud of the deployments, as the Kubernetes plugin asks for an
 * administrator in its form alone (`KubernetesFolderProperty.reconfigure`). What their jobs do they say in a `Jenkinsfile`.
 */
const DEVELOP = [
  ...RUN,
  "Job/Workspace",
  "Run/Replay",
  "Run/Update",
  ...["Create", "Delete", "Update", "View"].map((right) => `Credentials/${right}`),
];

interface Role {
  readonly name: string;
  readonly description: string;
  /** Full names of the items, as a regular expression of Java that matches all of a name. Default: all of Jenkins */
  readonly pattern?: string;
  readonly permissions: readonly string[];
  readonly groups: readonly string[];
}

/**
 * The authorization strategy (keys of role-strategy 898). Administrators do everything; everybody else has what the groups of code
 * give them. A group without a grant gets nothing, and nobody who has not signed in.
 *
 * @throws when a group has a name that means everybody
 */
export function authorization(groups: readonly CodeGroup[], grants: readonly Grant[]): object {
  const [everybody] = grants.filter(({ group }) => EVERYBODY.includes(group.toLowerCase()));
  if (everybody) throw new Error(`A group cannot have the name ${everybody.group}: to Jenkins it is everybody.`);
  return {
    roleBased: {
      roles: { global: globalRoles(grants).flatMap(entry), items: itemRoles(groups, grants).flatMap(entry) },
    },
  };
}

function globalRoles(grants: readonly Grant[]): Role[] {
  return [
    {
      name: "admin",
      description: "All of Jenkins",
      permissions: ["Overall/Administer"],
      groups: groupsWith("admin", grants),
    },
    { name: "reader", description: "The way in", permissions: ["Overall/Read"], groups: others(grants) },
  ];
}

function itemRoles(groups: readonly CodeGroup[], grants: readonly Grant[]): Role[] {
  const deploying = groups.filter(({ sandboxes }) => sandboxes.length > 0);
  return [
    ...groups.map(({ name }) => ({
      name: `develop-${name}`,
      description: `Developers of ${name}`,
      pattern: itemsOf(name),
      permissions: DEVELOP,
      groups: developersOf(name, grants),
    })),
    ...groups
      .filter(({ visibility }) => visibility === "consortium")
      .map(({ name }) => ({
        name: `see-${name}`,
        description: `Everybody sees ${name}`,
        pattern: itemsOf(name),
        permissions: SEE,
        groups: others(grants),
      })),
    {
      name: "see-deploy",
      description: "The way to the deployments",
      pattern: `^${escaped(DEPLOY_FOLDER)}$`,
      permissions: SEE,
      groups: deploying.flatMap(({ name }) => developersOf(name, grants)),
    },
    ...deploying.map(({ name, sandboxes }) => ({
      name: `deploy-${name}`,
      description: `Deployments of ${name}`,
      pattern: `^${escaped(DEPLOY_FOLDER)}/(${sandboxes.map(escaped).join("|")})(/.*)?$`,
      permissions: RUN,
      groups: developersOf(name, grants),
    })),
  ];
}

/** The groups that have a grant and are not administrators, who may do everything already. */
function others(grants: readonly Grant[]): string[] {
  return grants.filter(({ role }) => role !== "admin").map(({ group }) => group);
}

/** A folder and all in it: not the folder whose name begins alike. */
function itemsOf(folder: string): string {
  return `^${escaped(folder)}(/.*)?$`;
}

function escaped(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_/-]/g, (sign) => `\\${sign}`);
}

/** The role as the plugin takes it; none without groups. */
function entry({ name, description, pattern, permissions, groups }: Role): object[] {
  const entries = [...new Set(groups)].sort().map((group) => ({ group }));
  return entries.length > 0 ? [{ name, description, pattern, permissions: [...permissions], entries }] : [];
}
