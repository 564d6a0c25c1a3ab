import { describe, expect, it } from "vitest";
import { directorySchema } from "../../../lib/config/devops/directory";
import { describedDirectory } from "../../../lib/devops/directory/described-directory";
import type { CodeGroup, Grant } from "../../../lib/devops/grant";

const GROUPS: CodeGroup[] = [{ name: "pilot2", visibility: "developers", sandboxes: ["pilot2"] }];
const GRANTS: Grant[] = [
  { group: "platform-admins", role: "admin", of: [] },
  { group: "pilot2", role: "developer", of: ["pilot2"] },
  { group: "jrc", role: "developer", of: ["pilot2"] },
];
const describeDirectory = (directory: object) =>
  describedDirectory(directorySchema.parse(directory), GROUPS, GRANTS, ["jenkins"]);

const SERVER = {
  host: "ldap.example.org",
  base: "dc=example,dc=org",
  bind: { dn: "cn=testbed,dc=example,dc=org", secret: "bind" },
  users: { base: "ou=people,dc=example,dc=org" },
  groups: { base: "ou=groups,dc=example,dc=org" },
  authority: "ldap-authority",
};

describe("a directory of the testbed's own", () => {
  const described = describeDirectory({
    organisation: "ACME",
    partners: { jrc: { title: "Joint Research" } },
    people: { ann: { name: "Ann", mail: "ann@example.org", groups: ["jrc", "pilot9"] } },
  });

  it("has a group for each grant, with a title", () => {
    expect(described.bootstrap?.groups).toEqual([
      { name: "platform-admins", title: "Administrators of the testbed" },
      { name: "pilot2", title: "Developers of the pilot pilot2" },
      { name: "jrc", title: "Joint Research" },
    ]);
  });

  it("puts people into groups that are at this place alone", () => {
    expect(described.bootstrap?.people).toEqual([
      { uid: "ann", name: "Ann", mail: "ann@example.org", groups: ["jrc"] },
    ]);
  });

  it("is kept by those whom a grant makes administrators", () => {
    expect(described.bootstrap?.administrators).toEqual(["platform-admins"]);
  });

  it("is read by each tool with an account and a password of its own", () => {
    expect(described.accessOf("jenkins").bind).toEqual({
      dn: "cn=jenkins,ou=services,o=ACME",
      password: { secret: "directory-bind-jenkins", key: "password" },
    });
  });
});

describe("a directory elsewhere", () => {
  it("begins with nothing of ours", () => {
    expect(describeDirectory({ server: SERVER }).bootstrap).toBeUndefined();
  });

  it("is read as the description says, by the secret that it names", () => {
    expect(describeDirectory({ server: SERVER }).accessOf("nexus")).toEqual({
      host: "ldap.example.org",
      port: 636,
      base: "dc=example,dc=org",
      users: {
        base: "ou=people,dc=example,dc=org",
        objectClass: "inetOrgPerson",
        filter: "(objectClass=inetOrgPerson)",
        id: "uid",
        name: "cn",
        mail: "mail",
      },
      groups: { base: "ou=groups,dc=example,dc=org", objectClass: "groupOfNames", id: "cn", member: "member" },
      bind: { dn: "cn=testbed,dc=example,dc=org", password: { secret: "bind", key: "password" } },
      authority: { secret: "ldap-authority", key: "ca.crt" },
    });
  });
});

describe("a directory of which nothing is said", () => {
  it("is refused", () => {
    expect(() => describeDirectory({})).toThrow("Name one of them.");
  });
});
