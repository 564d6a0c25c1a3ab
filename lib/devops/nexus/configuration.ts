import { NEXUS_LICENCE_TEXT } from "../../config/devops/nexus";
import type { DirectoryAccess, SecretKey } from "../directory-access";
import type { CodeGroup, Grant } from "../grant";
import { MADE_SECRETS } from "../names";
import { blobStoresOf, type NexusObjectStorage } from "./blob-stores";
import type { ConfigurationDocument, ConfigurationStep, ObjectStep } from "./configuration-steps";
import { LDAP_CONNECTION, ldapConnection } from "./ldap";
import { NEXUS, nexusAccount, nexusAccountSecret, nexusAccountsOf, OWN_PREFIX } from "./names";
import { BLOB_STORES, CLEANUP, type NexusRepositories, type Repository, repositoriesOf } from "./repositories";
import { accountRole, DIRECTORY_ROLE, rightsOf } from "./rights";

/** What Nexus is to be. */
export interface NexusOptions {
  /** Full names of its hosts. */
  readonly hosts: { readonly nexus: string; readonly registry: string };
  readonly directory: DirectoryAccess;
  readonly grants: readonly Grant[];
  readonly groups: readonly CodeGroup[];
  /** Default: all public registries, immutable tags */
  readonly repositories?: NexusRepositories | undefined;
  /** Object storage for what repositories hold. Default: the volume */
  readonly objectStorage?: NexusObjectStorage | undefined;
}

/** A file that the job reads, and the key of a secret that it comes from. */
export type SecretFiles = Readonly<Record<string, SecretKey>>;

/** How people and machines sign in, and in which order Nexus asks: its own accounts go on working when the directory does not. */
const REALMS = ["NexusAuthenticatingRealm", "LdapRealm", "DockerToken", "NpmToken"];

/**
 * The configuration of Nexus as data: nothing in it is secret. Applied again it changes nothing; what people made by hand
 * stays, but for what they changed in objects that stand here.
 */
export function nexusConfiguration(options: NexusOptions): ConfigurationDocument {
  const { repositories: wanted = {}, grants, groups, objectStorage } = options;
  const repositories = repositoriesOf(
    wanted,
    groups.map(({ name }) => name),
  );
  const rights = rightsOf(grants, groups, repositories, wanted);
  return {
    licence: NEXUS_LICENCE_TEXT,
    steps: [
      {
        what: "anonymous access",
        put: {
          path: "v1/security/anonymous",
          body: { enabled: false, userId: "anonymous", realmName: "NexusAuthorizingRealm" },
        },
      },
      ...blobStoreSteps(objectStorage),
      ...cleanupSteps(),
      ...repositories.map(repositoryStep),
      ...rights.selectors.map(({ name, description, expression }) =>
        object(
          "content selector",
          "v1/security/content-selectors",
          { name },
          { name, description, expression },
          {
            description,
            expression,
          },
        ),
      ),
      ...rights.privileges.map((privilege): ObjectStep => {
        const path = "v1/security/privileges/repository-content-selector";
        return {
          what: `privilege ${privilege.name}`,
          list: "v1/security/privileges",
          find: { name: privilege.name },
          same: { type: "repository-content-selector" },
          create: { path, body: privilege },
          update: { path: `${path}/${encodeURIComponent(privilege.name)}`, body: privilege },
        };
      }),
      ...rights.roles.map((role) =>
        object("role", "v1/security/roles", { id: role.id }, role, role, "v1/security/roles?source=default"),
      ),
      ...accountSteps(options.hosts.nexus, groups),
      {
        what: "roles that give rights no longer",
        remove: {
          list: "v1/security/roles?source=default",
          path: "v1/security/roles",
          begins: OWN_PREFIX,
          description: DIRECTORY_ROLE,
          keep: rights.roles.map(({ id }) => id),
        },
      },
      directoryStep(options.directory),
      { what: "ways to sign in", put: { path: "v1/security/realms/active", body: REALMS } },
      ...taskSteps(),
    ],
  };
}

/** The secrets that the job reads, each as a file of its own. */
export function nexusSecretFiles({ directory, groups, objectStorage }: NexusOptions): SecretFiles {
  const password = (secret: string): SecretKey => ({ secret, key: "password" });
  const credentials = objectStorage?.credentials;
  return {
    admin: password(MADE_SECRETS.nexusAdmin),
    ...Object.fromEntries(
      nexusAccountsOf(groups).map(({ kind, group }) => [
        nexusAccount(kind, group),
        password(nexusAccountSecret(kind, group)),
      ]),
    ),
    directory: directory.bind.password,
    ...(credentials === undefined
      ? {}
      : { "access-key-id": credentials.accessKeyId, "secret-access-key": credentials.secretAccessKey }),
  };
}

function blobStoreSteps(objectStorage: NexusObjectStorage | undefined): ObjectStep[] {
  const at = (key: string) => ["bucketConfiguration", "bucketSecurity", key];
  const secrets =
    objectStorage?.credentials === undefined
      ? []
      : [
          { at: at("accessKeyId"), file: "access-key-id" },
          { at: at("secretAccessKey"), file: "secret-access-key" },
        ];
  return blobStoresOf(objectStorage).map(({ name, type, api, body }) => ({
    what: `blob store ${name}`,
    list: "v1/blobstores",
    find: { name },
    same: { type },
    create: { path: `v1/blobstores/${api}`, body },
    // A folder cannot move: there is nothing to write anew.
    ...(type === "S3" ? { update: { path: `v1/blobstores/${api}/${name}`, body }, secrets } : {}),
  }));
}

/** The Community Edition has this API for its own pages alone; that of `v1` belongs to Nexus Pro. */
function cleanupSteps(): ObjectStep[] {
  const { snapshots, proxied } = CLEANUP;
  const policies = [
    {
      name: snapshots.name,
      format: "maven2",
      notes: "Snapshots that were not built anew",
      criteriaReleaseType: "PRERELEASES",
      criteriaLastBlobUpdated: snapshots.days,
    },
    {
      name: proxied.name,
      format: "*",
      notes: "What can be had again from a public registry",
      criteriaLastDownloaded: proxied.days,
    },
  ];
  return policies.map((policy) =>
    object("clean-up policy", "internal/cleanup-policies", { name: policy.name }, policy, policy),
  );
}

function repositoryStep({ name, format, type, api, body }: Repository): ObjectStep {
  const path = `v1/repositories/${api}/${type}`;
  return {
    what: `repository ${name}`,
    list: "v1/repositories",
    find: { name },
    same: { format, type },
    create: { path, body },
    update: { path: `${path}/${encodeURIComponent(name)}`, body },
  };
}

function accountSteps(host: string, groups: readonly CodeGroup[]): ConfigurationStep[] {
  return nexusAccountsOf(groups).flatMap(({ kind, group }): ConfigurationStep[] => {
    const userId = nexusAccount(kind, group);
    const body = {
      userId,
      firstName: kind === "build" ? "Build" : "Pull",
      lastName: group,
      emailAddress: `${userId}@${host}`,
      status: "active",
      roles: [accountRole(kind, group)],
    };
    const path = `v1/security/users/${userId}`;
    return [
      {
        what: `account ${userId}`,
        list: "v1/security/users?source=default",
        find: { userId },
        create: { path: "v1/security/users", body },
        update: { path, body: { ...body, source: "default" } },
        secrets: [{ at: ["password"], file: userId }],
      },
      { what: `password of ${userId}`, password: { path: `${path}/change-password`, file: userId } },
    ];
  });
}

function directoryStep(directory: DirectoryAccess): ObjectStep {
  const body = ldapConnection(directory);
  return {
    what: "directory",
    list: "v1/security/ldap",
    find: { name: LDAP_CONNECTION },
    create: { path: "v1/security/ldap", body },
    update: { path: `v1/security/ldap/${LDAP_CONNECTION}`, body, keep: ["id"] },
    secrets: [{ at: ["authPassword"], file: "directory" }],
  };
}

/**
 * What frees space; Nexus' own task for its policies is there from the start. Made once: whoever changes a schedule by hand keeps
 * it. Layers and manifests that no tag names go after a day, as a push that is under way names them last.
 */
function taskSteps(): ObjectStep[] {
  const cron = (cronExpression: string) => ({ schedule: "cron", cronExpression, timeZoneOffset: "+00:00" });
  const tasks = [
    {
      type: "repository.docker.upload-purge",
      name: `${OWN_PREFIX}uploads`,
      frequency: cron("0 0 2 * * ?"),
      properties: { age: "24" },
    },
    {
      type: "repository.docker.gc",
      name: `${OWN_PREFIX}images`,
      frequency: cron("0 30 2 * * ?"),
      properties: { repositoryName: NEXUS.images, deployOffset: "24" },
    },
    ...BLOB_STORES.map((store, index) => ({
      type: "blobstore.compact",
      name: `${OWN_PREFIX}compact-${store}`,
      frequency: cron(`0 ${30 * index} 4 ? * SUN`),
      properties: { blobstoreName: store },
    })),
  ];
  return tasks.map((task) => ({
    what: `task ${task.name}`,
    list: `v1/tasks?type=${task.type}`,
    find: { name: task.name },
    create: { path: "v1/tasks", body: { ...task, enabled: true, notificationCondition: "FAILURE" } },
    optional: true,
  }));
}

function object(
  kind: string,
  path: string,
  find: Readonly<Record<string, string>>,
  create: object,
  update: object,
  list = path,
): ObjectStep {
  const [key = ""] = Object.values(find);
  return {
    what: `${kind} ${key}`,
    list,
    find,
    create: { path, body: create },
    update: { path: `${path}/${encodeURIComponent(key)}`, body: update },
  };
}
