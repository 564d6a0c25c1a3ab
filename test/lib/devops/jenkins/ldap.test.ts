import { describe, expect, it } from "vitest";
import { ldapRealm, ldapSearches } from "../../../../lib/devops/jenkins/ldap";
import { DIRECTORY } from "../../../support/jcasc/options";

const withUsers = (users: Partial<typeof DIRECTORY.users>) => ({
  ...DIRECTORY,
  users: { ...DIRECTORY.users, ...users },
});
const withGroups = (groups: Partial<typeof DIRECTORY.groups>) => ({
  ...DIRECTORY,
  groups: { ...DIRECTORY.groups, ...groups },
});

describe("what Jenkins asks the directory", () => {
  it("given a directory, then a person is looked for by name among those who may sign in", () => {
    expect(ldapSearches(DIRECTORY).users).toEqual({
      base: "ou=people",
      filter: "(&(objectClass=inetOrgPerson)(!(pwdAccountLockedTime=*))(uid={0}))",
    });
  });

  it("given a directory, then groups are looked for by name, and by the full name of a member", () => {
    const { groupBase, groupByName, groupsOfUser } = ldapSearches(DIRECTORY);
    expect([groupBase, groupByName, groupsOfUser]).toEqual([
      "ou=groups",
      "(&(objectClass=groupOfNames)(cn={0}))",
      "(&(objectClass=groupOfNames)(member={0}))",
    ]);
  });

  it("given other classes and attributes, then those are asked for", () => {
    const { users } = ldapSearches(withUsers({ objectClass: "user", id: "sAMAccountName", filter: "(active=TRUE)" }));
    expect(users.filter).toBe("(&(objectClass=user)(active=TRUE)(sAMAccountName={0}))");
    const { groupsOfUser } = ldapSearches(withGroups({ objectClass: "groupOfUniqueNames", member: "uniqueMember" }));
    expect(groupsOfUser).toBe("(&(objectClass=groupOfUniqueNames)(uniqueMember={0}))");
  });

  it("given people right below the root, then the base is empty", () => {
    expect(ldapSearches(withUsers({ base: DIRECTORY.base })).users.base).toBe("");
  });

  it("given a base written with other spaces and letters, then the root is found in it", () => {
    const base = "ou=a,ou=People, DC=testbed,dc=example, dc=org";
    expect(ldapSearches(withUsers({ base })).users.base).toBe("ou=a,ou=People");
  });

  it.each(["ou=people,dc=other,dc=org", "dc=org", "ou=peopledc=testbed,dc=example,dc=org"])(
    "given people at %s, then it is refused: that is not below the root",
    (base) => {
      expect(() => ldapSearches(withUsers({ base }))).toThrow(`${base} does not stand below`);
    },
  );

  it("given groups with their names in another attribute, then it is refused: Jenkins reads cn", () => {
    expect(() => ldapSearches(withGroups({ id: "ou" }))).toThrow("from the attribute cn alone, not from ou");
  });
});

describe("how Jenkins speaks to the directory", () => {
  const realm = JSON.stringify(ldapRealm(DIRECTORY));

  it("then always by TLS, by the name in the certificate", () => {
    expect(realm).toContain('"server":"ldaps://directory.devops.svc:636"');
  });

  it("then as its own account, with the password by reference", () => {
    expect(realm).toContain('"managerDN":"cn=jenkins,ou=services,dc=testbed,dc=example,dc=org"');
    expect(realm).toContain('"managerPasswordSecret":{"text":"${directory-bind-jenkins-password}"}');
  });

  it("then a group is not also one with ROLE_ before its name", () => {
    expect(realm).toContain('"disableRolePrefixing":true');
  });
});
