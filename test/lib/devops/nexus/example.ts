import { type NexusOptions, nexusConfiguration } from "../../../../lib/devops/nexus/configuration";

/** Two pilots whose names begin alike, one group of code that the consortium shares, and a person of each kind. */
export const OPTIONS: NexusOptions = {
  hosts: { nexus: "nexus.testbed.example.org", registry: "registry.testbed.example.org" },
  directory: {
    host: "directory.devops.svc",
    port: 636,
    base: "o=Example",
    users: {
      base: "ou=people,o=Example",
      objectClass: "inetOrgPerson",
      filter: "(memberOf=*)",
      id: "uid",
      name: "cn",
      mail: "mail",
    },
    groups: { base: "ou=groups,o=Example", objectClass: "groupOfNames", id: "cn", member: "member" },
    bind: { dn: "cn=nexus,ou=services,o=Example", password: { secret: "directory-bind-nexus", key: "password" } },
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

/** The steps of a configuration that make an object by a part of the API. */
export function bodies(path: string, more: Partial<NexusOptions> = {}): Record<string, unknown>[] {
  return nexusConfiguration({ ...OPTIONS, ...more }).steps.flatMap((step) =>
    "create" in step && step.create.path.startsWith(path) ? [{ ...step.create.body }] : [],
  );
}
