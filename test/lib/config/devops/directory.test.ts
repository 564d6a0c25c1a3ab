import { describe, expect, it } from "vitest";
import { directorySchema } from "../../../../lib/config/devops/directory";

const SERVER = {
  host: "ldap.example.org",
  bind: { dn: "cn=testbed,dc=example,dc=org", secret: "ldap-bind" },
  base: "dc=example,dc=org",
  users: { base: "ou=people,dc=example,dc=org" },
  groups: { base: "ou=groups,dc=example,dc=org" },
};
const pathsOf = (value: object) => directorySchema.safeParse(value).error?.issues.map(({ path }) => path.join("."));

describe("a directory of the testbed's own", () => {
  it("given its organisation alone, then nobody is in it, and its volumes have 1Gi", () => {
    expect(directorySchema.parse({ organisation: "INFINITECH" })).toEqual({
      organisation: "INFINITECH",
      partners: {},
      people: {},
      grants: {},
      size: "1Gi",
    });
  });

  it.each(["I", "INFINITECH 2", "infinitech.eu", "a-b", "a".repeat(62)])("may be of %s", (organisation) => {
    expect(pathsOf({ organisation })).toBeUndefined();
  });

  it.each(["", " a", "a ", "Inc.", "a,b", "a+b", "Müller", 'a"b', "a=b", "${x}", "a\nb", "a".repeat(63)])(
    "is not of %j",
    (organisation) => expect(pathsOf({ organisation })).toEqual(["organisation"]),
  );

  it("given a person, then names may hold anything that is a line, and no group is one", () => {
    const name = 'Ärmel "${x}" %{y} {{z}} 🦄';
    const people = { "a.b_c-1": { name, mail: "A.B+c@Example.org" } };
    expect(directorySchema.parse({ people }).people).toEqual({
      "a.b_c-1": { name, mail: "A.B+c@Example.org", groups: [] },
    });
  });

  it.each(["Ann", "1a", "ann b", "ann@example.org", "ä", "", "a".repeat(33)])(
    "given the person %j, then it is no name",
    (uid) => {
      expect(pathsOf({ people: { [uid]: { name: "Ann", mail: "ann@example.org" } } })).toEqual([`people.${uid}`]);
    },
  );

  it.each(["", "  ", "a\nb", "a\u0000b", "a".repeat(121)])("given the title %j, then it is none", (title) => {
    expect(pathsOf({ partners: { jrc: { title } } })).toEqual(["partners.jrc.title"]);
  });
});

describe("a server elsewhere", () => {
  it("given what it must have, then the rest is what is usual", () => {
    expect(directorySchema.parse({ server: SERVER }).server).toEqual({
      ...SERVER,
      port: 636,
      users: { ...SERVER.users, objectClass: "inetOrgPerson", id: "uid", name: "cn", mail: "mail" },
      groups: { ...SERVER.groups, objectClass: "groupOfNames", id: "cn", member: "member" },
    });
  });

  it.each([1, 636, 65535])("given the port %d, then it takes it", (port) => {
    expect(pathsOf({ server: { ...SERVER, port } })).toBeUndefined();
  });

  it.each([0, 65536, 636.5, "636", null])("given the port %j, then it does not take it", (port) => {
    expect(pathsOf({ server: { ...SERVER, port } })).toEqual(["server.port"]);
  });

  it.each(["sAMAccountName", "uid", "x-1", "a".repeat(64)])("given the attribute %s, then it takes it", (id) => {
    expect(pathsOf({ server: { ...SERVER, users: { ...SERVER.users, id } } })).toBeUndefined();
  });

  it.each(["", "1a", "a b", "a=b", "{0}", "a)(b", "a".repeat(65)])(
    "given the attribute %j, then it does not take it",
    (id) => {
      expect(pathsOf({ server: { ...SERVER, users: { ...SERVER.users, id } } })).toEqual(["server.users.id"]);
    },
  );
});
