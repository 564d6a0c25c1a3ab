import { describe, expect, it } from "vitest";
import { ldapConnection, nexusSearches } from "../../../../lib/devops/nexus/ldap";
import { OPTIONS } from "./example";

const { directory } = OPTIONS;

describe("the connection of Nexus to the directory", () => {
  it("is by TLS, as the tool's own account, with people and groups below the base", () => {
    expect(ldapConnection(directory)).toMatchObject({
      protocol: "LDAPS",
      host: "directory.devops.svc",
      port: 636,
      searchBase: "o=example",
      authScheme: "SIMPLE",
      authUsername: "cn=nexus,ou=services,o=example",
      userBaseDn: "ou=people",
      userSubtree: true,
      userLdapFilter: "(&(memberOf=*)(!(pwdAccountLockedTime=*)))",
      groupBaseDn: "ou=groups",
      groupSubtree: true,
    });
  });

  it("finds a person's groups by their whole DN, which Nexus fills in", () => {
    expect(ldapConnection(directory)).toMatchObject({
      ldapGroupsAsRoles: true,
      groupType: "STATIC",
      groupMemberAttribute: "member",
      groupMemberFormat: "${dn}",
    });
  });

  it("holds no password, and trusts what Java trusts", () => {
    const connection = ldapConnection(directory);
    expect(Object.keys(connection)).not.toContain("authPassword");
    expect(connection.useTrustStore).toBe(false);
  });

  it("given people directly below the base, then nothing stands before it", () => {
    const users = { ...directory.users, base: "O=example" };
    expect(ldapConnection({ ...directory, users }).userBaseDn).toBe("");
  });

  it("given people elsewhere than below the base, then it is refused", () => {
    const users = { ...directory.users, base: "ou=people,o=Other" };
    expect(() => ldapConnection({ ...directory, users })).toThrow("ou=people,o=Other does not stand below o=example");
  });
});

describe("what Nexus asks the directory", () => {
  const searches = nexusSearches(directory, "ann", "uid=ann,ou=people,o=example");

  it("is first who a person is, among those who may sign in", () => {
    expect(searches[0]).toEqual({
      when: "somebody signs in",
      base: "ou=people,o=example",
      filter: "(&(objectClass=inetOrgPerson)(uid=ann)(&(memberOf=*)(!(pwdAccountLockedTime=*))))",
      attributes: ["uid", "cn", "mail"],
      limit: 1,
    });
  });

  it("is then which groups name them", () => {
    expect(searches[1]).toMatchObject({
      base: "ou=groups,o=example",
      filter: "(&(objectClass=groupOfNames)(&(cn=*)(member=uid=ann,ou=people,o=example)))",
      attributes: ["cn"],
    });
  });

  it("given a DN with signs of filters, then they are written as filters want them", () => {
    const [, groups] = nexusSearches(directory, "x", "cn=a\\,b (c)*,o=example");
    expect(groups?.filter).toContain("(member=cn=a\\5c,b \\28c\\29\\2a,o=example)");
  });
});
