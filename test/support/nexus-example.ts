import type { NexusOptions } from "../../lib/devops/nexus/configuration";

/** A testbed with two pilots whose names begin alike, a group of code that the consortium shares, and a directory of its own. */
export const NEXUS_EXAMPLE: NexusOptions = {
  hosts: { nexus: "nexus.testbed.example.org", registry: "registry.testbed.example.org" },
  directory: {
    host: "directory.devops.svc",
    port: 636,
    base: "o=example",
    users: {
      base: "ou=people,o=example",
      objectClass: "inetOrgPerson",
      filter: "(&(memberOf=*)(!(pwdAccountLockedTime=*)))",
      id: "uid",
      name: "cn",
      mail: "mail",
    },
    groups: { base: "ou=groups,o=example", objectClass: "groupOfNames", id: "cn", member: "member" },
    bind: { dn: "cn=nexus,ou=services,o=example", password: { secret: "directory-bind-nexus", key: "password" } },
    authority: { secret: "directory-authority", key: "ca.crt" },
  },
  grants: [
    { group: "platform-admins", role: "admin", of: [] },
    { group: "guests", role: "guest", of: [] },
    { group: "pilot1", role: "developer", of: ["pilot1"] },
    { group: "pilot15", role: "developer", of: ["pilot15"] },
    { group: "interface", role: "developer", of: ["interface"] },
  ],
  groups: [
    { name: "pilot1", visibility: "developers", sandboxes: ["pilot1"] },
    { name: "pilot15", visibility: "developers", sandboxes: ["pilot15"] },
    { name: "interface", visibility: "consortium", sandboxes: [] },
  ],
};
