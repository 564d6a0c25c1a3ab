import type { DirectoryAccess } from "../../../lib/devops/directory-access";
import type { CodeGroup, Grant } from "../../../lib/devops/grant";
import type { JenkinsOptions } from "../../../lib/devops/jenkins/values";

/** The directory of a testbed's own. */
export const DIRECTORY: DirectoryAccess = {
  host: "directory.devops.svc",
  port: 636,
  base: "dc=testbed,dc=example,dc=org",
  users: {
    base: "ou=people,dc=testbed,dc=example,dc=org",
    objectClass: "inetOrgPerson",
    filter: "(!(pwdAccountLockedTime=*))",
    id: "uid",
    name: "displayName",
    mail: "mail",
  },
  groups: {
    base: "ou=groups,dc=testbed,dc=example,dc=org",
    objectClass: "groupOfNames",
    id: "cn",
    member: "member",
  },
  bind: {
    dn: "cn=jenkins,ou=services,dc=testbed,dc=example,dc=org",
    password: { secret: "directory-bind-jenkins", key: "password" },
  },
  authority: { secret: "directory-authority", key: "ca.crt" },
};

/** Two pilots whose names begin alike, one of them with two sandboxes, and a group of code of the platform. */
export const GROUPS: readonly CodeGroup[] = [
  { name: "pilot1", visibility: "developers", sandboxes: ["pilot1", "pilot1-test"] },
  { name: "pilot15", visibility: "developers", sandboxes: ["pilot15"] },
  { name: "interface", visibility: "consortium", sandboxes: [] },
];

/** A group of each role, and a partner who works in two groups of code. */
export const GRANTS: readonly Grant[] = [
  { group: "platform-admins", role: "admin", of: [] },
  { group: "pilot1", role: "developer", of: ["pilot1"] },
  { group: "pilot15", role: "developer", of: ["pilot15"] },
  { group: "jrc", role: "developer", of: ["pilot1", "interface"] },
  { group: "guests", role: "guest", of: [] },
];

/** What Jenkins has to know, with nothing that can be left out. */
export const BARE: JenkinsOptions = {
  host: "jenkins.testbed.example.org",
  ingress: { className: "testbed", annotations: {} },
  storageClass: "testbed-retain",
  size: "20Gi",
  mirror: {},
  directory: DIRECTORY,
  groups: GROUPS,
  grants: GRANTS,
  agentImage: "docker.io/jenkins/inbound-agent:3385.vf1123fb_515da_-1",
  libraryChecksum: "0123abcd",
};

/** What Jenkins has to know, with everything. */
export const FULL: JenkinsOptions = {
  ...BARE,
  deploy: {
    repository: "https://gitlab.example.org/blueprint/testbed.git",
    branch: "main",
    credentials: {
      username: { secret: "description", key: "username" },
      password: { secret: "description", key: "password" },
    },
  },
  projects: [
    {
      group: "pilot1",
      name: "app",
      repository: "https://gitlab.example.org/pilot1/app.git",
      branch: "main",
      credentials: {
        username: { secret: "pilot1-app", key: "username" },
        password: { secret: "pilot1-app", key: "password" },
      },
    },
    { group: "interface", name: "lx-kafka", repository: "https://git.example.org/lx-kafka.git", branch: "release/1.x" },
  ],
  registry: GROUPS.map(({ name }) => ({
    group: name,
    username: `build-${name}`,
    password: { secret: `nexus-build-${name}`, key: "password" },
  })),
  gitlab: { url: "https://gitlab.example.org", token: { secret: "jenkins-gitlab", key: "token" } },
  slack: { workspace: "infinitech", channel: "#builds", token: { secret: "jenkins-slack", key: "token" } },
};
