import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DIRECTORY_TOOLS } from "../../lib/devops/directory/names";
import { Directory, findSlapd, passwordOf } from "./support/directory";
import { BOOTSTRAP, LOCKED } from "./support/directory-people";
import { type Answer, LdapClient, RESULT } from "./support/ldap";
import { searchUnbound } from "./support/ldap-unbound";
import { suite } from "./support/suite";

const { names } = BOOTSTRAP;
const EVERYTHING = "(objectClass=*)";
const ALL = ["*", "+"];
const NEW_PASSWORD = "a new password of somebody";

/** Entries of every kind: the suffix, the units, people, groups, accounts, policies, and what nobody needs to see. */
const ENTRIES = [
  names.suffix,
  names.people,
  names.groups,
  names.services,
  names.policies,
  names.person("colleague"),
  names.group("pilot2"),
  names.service("nexus"),
  names.policy("people"),
  names.nobody,
  names.record,
];

/** The second is for a wrong password of somebody else, which is not looked at. */
const REFUSED = [RESULT.insufficientAccess, RESULT.unwilling];

/** Ways to write to what is not one's own. */
function writes(client: LdapClient): Promise<Answer>[] {
  const colleague = names.person("colleague");
  const move = `changetype: modrdn\nnewrdn: uid=colleague\ndeleteoldrdn: 0\nnewsuperior: ${names.services}\n`;
  return [
    ...ENTRIES.map((dn) => client.modify(dn, "replace", "description", "written")),
    ...ENTRIES.map((dn) => client.delete(dn)),
    ...[names.suffix, names.people, names.groups, names.services, names.policies].map((parent) =>
      client.apply(`dn: cn=written,${parent}\nobjectClass: organizationalRole\ncn: written\n`),
    ),
    client.modify(names.group("platform-admins"), "add", "member", names.person("guest")),
    client.modify(colleague, "replace", "userPassword", NEW_PASSWORD),
    client.setPassword(colleague, NEW_PASSWORD),
    client.setPassword(colleague, NEW_PASSWORD, passwordOf("colleague")),
    client.setPassword(names.service("nexus"), NEW_PASSWORD),
    client.modify(colleague, "add", "pwdAccountLockedTime", LOCKED),
    client.modify(names.service("nexus"), "add", "pwdAccountLockedTime", LOCKED),
    client.modify(colleague, "replace", "pwdPolicySubentry", names.policy("services")),
    client.modify(colleague, "replace", "authzFrom", "dn.regex:.*"),
    client.apply(`dn: ${colleague}\n${move}`),
  ];
}

suite("directory, rights", findSlapd, () => {
  let directory: Directory;
  beforeAll(async () => {
    directory = await Directory.prepare(BOOTSTRAP);
    await directory.start();
    await directory.inside().modify(names.person("locked"), "add", "pwdAccountLockedTime", LOCKED);
    // Somebody with an old password.
    await directory.inside().setPassword(names.person("developer"), passwordOf("developer"));
    expect(await directory.inside().names(names.people, "(pwdHistory=*)")).toEqual([names.person("developer")]);
  });
  afterAll(() => directory?.stop());

  /** What there is, with all hashes; but for the times of attempts. */
  const state = async () => (await directory.inside().search(names.suffix, EVERYTHING)).entries;

  /** All that somebody is shown: the attributes of each entry, by its name. */
  const shown = async (client: LdapClient, base = names.suffix) => {
    const { entries } = await client.search(base, EVERYTHING, ALL);
    return Object.fromEntries(entries.map(({ dn, attributes }) => [dn, Object.keys(attributes).sort().join(" ")]));
  };

  const codes = async (answers: readonly Promise<Answer>[]) =>
    [...new Set((await Promise.all(answers)).map(({ code }) => code))].sort();

  describe("given nobody who has signed in", () => {
    const bases = ["", "cn=Subschema", "cn=config", "cn=monitor", names.suffix, names.person("guest")];

    it.each(bases)("when %j is read without a bind, then nothing is shown", async (base) => {
      const [code, entry] = await searchUnbound(directory.server, base);
      expect([RESULT.unwilling, RESULT.noSuchObject]).toContain(code);
      expect(entry).toBe(false);
    });

    it("when a bind names nobody, then it is refused", async () => {
      const { code } = await LdapClient.anonymous(directory.server).whoami();
      expect(code).toBe(RESULT.inappropriateAuthentication);
    });

    it("when a bind has no password, then it is refused", async () => {
      expect((await directory.person("guest", "").whoami()).code).toBe(RESULT.unwilling);
    });
  });

  describe("given the account of a tool", () => {
    const people = "cn mail memberOf objectClass sn uid";

    it.each(DIRECTORY_TOOLS)("when %s looks at everything, then it sees people and groups alone", async (tool) => {
      const seen = await shown(directory.tool(tool));
      const expected = [
        names.people,
        names.groups,
        ...BOOTSTRAP.people.map(({ uid }) => names.person(uid)),
        ...BOOTSTRAP.groups.map(({ name }) => names.group(name)),
      ];
      expect(Object.keys(seen).sort()).toEqual(expected.sort());
      expect(seen[names.person("developer")]).toBe(people);
      expect(seen[names.person("locked")]).toBe(people);
      expect(seen[names.group("pilot2")]).toMatch(/^cn .*\bmember\b/);
    });

    it("when it looks for people by what it does not see, then it finds nobody", async () => {
      const filters = [
        "userPassword=*",
        "pwdHistory=*",
        "pwdChangedTime=*",
        "pwdFailureTime=*",
        "entryUUID=*",
        "cn:dn:=people",
      ];
      for (const filter of filters) {
        expect(await directory.tool("jenkins").names(names.people, `(&(uid=*)(${filter}))`), filter).toEqual([]);
      }
    });

    it("when it compares passwords, then it is not told", async () => {
      const tool = directory.tool("jenkins");
      const person = await tool.compare(names.person("guest"), "userPassword", passwordOf("guest"));
      expect(person.code).toBe(RESULT.insufficientAccess);
      const own = await tool.compare(names.service("jenkins"), "userPassword", passwordOf("jenkins"));
      expect(own.code).toBe(RESULT.noSuchObject);
    });

    it("when it writes anything, then it is refused, and nothing has changed", async () => {
      const before = await state();
      expect(await codes(writes(directory.tool("jenkins")))).toEqual(REFUSED);
      expect(await state()).toEqual(before);
    });

    it("when it changes its own password, then it is refused: the secret has it", async () => {
      const tool = directory.tool("jenkins");
      const answers = [
        tool.setPassword(names.service("jenkins"), NEW_PASSWORD, passwordOf("jenkins")),
        tool.modify(names.service("jenkins"), "replace", "userPassword", NEW_PASSWORD),
      ];
      expect(await codes(answers)).toEqual(REFUSED);
      expect((await tool.whoami()).code).toBe(RESULT.success);
    });

    it("when it acts in the name of an administrator, then it is refused", async () => {
      const { code } = await directory.tool("jenkins").whoami("-e", `!authzid=dn:${names.person("admin")}`);
      expect(code).toBe(RESULT.proxiedAuthorizationDenied);
    });

    it.each(["", "cn=Subschema", "cn=config"])(
      "when it reads %j of the server, then nothing is shown",
      async (base) => {
        const { entries } = await directory.tool("jenkins").search(base, EVERYTHING, ALL, "-s", "base");
        expect(entries).toEqual([]);
      },
    );
  });

  describe("given a developer", () => {
    const own = names.person("developer");
    const developer = () => directory.person("developer");

    it("when looking at everything, then nobody and nothing is seen, not even that it is there", async () => {
      for (const base of ENTRIES) {
        expect(await developer().search(base, EVERYTHING, ALL)).toMatchObject({
          code: RESULT.noSuchObject,
          entries: [],
        });
      }
    });

    it("when comparing what others have, then nothing is told", async () => {
      const compared = [
        developer().compare(names.person("colleague"), "mail", "colleague@example.org"),
        developer().compare(names.group("pilot2"), "member", own),
        developer().compare(names.person("no-such-person"), "uid", "no-such-person"),
      ];
      expect(await codes(compared)).toEqual([RESULT.noSuchObject]);
    });

    it("when looking at the own entry, then there are name, mail and groups, and no password", async () => {
      const seen = await shown(developer(), own);
      expect(Object.keys(seen)).toEqual([own]);
      expect(seen[own]).toMatch(/^cn .*\bmail memberOf\b/);
      expect(seen[own]).not.toMatch(/userPassword|pwdHistory/);
    });

    it("when writing what is others', then it is refused, and nothing has changed", async () => {
      const before = await state();
      expect(await codes(writes(developer()))).toEqual(REFUSED);
      expect(await state()).toEqual(before);
    });

    it("when writing the own entry, then everything but a new password is refused", async () => {
      const before = await state();
      const me = developer();
      const tried = [
        me.modify(own, "replace", "cn", "Somebody else"),
        me.modify(own, "replace", "mail", "somebody@example.org"),
        me.modify(own, "replace", "description", "Me"),
        me.modify(own, "replace", "pwdPolicySubentry", names.policy("services")),
        me.modify(own, "add", "authzTo", "dn.regex:.*"),
        me.delete(own),
        // Without the old one.
        me.modify(own, "replace", "userPassword", NEW_PASSWORD),
        me.modify(own, "add", "userPassword", NEW_PASSWORD),
        me.setPassword(own, NEW_PASSWORD),
      ];
      expect(await codes(tried)).toEqual([RESULT.insufficientAccess]);
      expect((await me.modify(own, "replace", "memberOf", names.group("platform-admins"))).code).toBe(
        RESULT.constraintViolation,
      );
      expect(await state()).toEqual(before);
    });
  });

  describe("given an administrator", () => {
    const admin = () => directory.person("admin");
    const entry = (uid: string, mail = `${uid}@example.org`) =>
      `dn: ${names.person(uid)}\nobjectClass: inetOrgPerson\nuid: ${uid}\ncn: New One\nsn: One\nmail: ${mail}\n`;

    it("when looking at everything, then everything is seen but passwords, old ones among them", async () => {
      const seen = await shown(admin());
      expect(Object.keys(seen)).toEqual(expect.arrayContaining(ENTRIES));
      expect(Object.values(seen).filter((attributes) => /userPassword|pwdHistory/.test(attributes))).toEqual([]);
      const { code } = await admin().compare(names.person("guest"), "userPassword", passwordOf("guest"));
      expect(code).toBe(RESULT.insufficientAccess);
    });

    it("when somebody new is added and put into a group, then a tool finds the new one with that group", async () => {
      const dn = names.person("new");
      expect((await admin().apply(entry("new"))).code).toBe(RESULT.success);
      expect((await admin().setPassword(dn, NEW_PASSWORD)).code).toBe(RESULT.success);
      expect((await admin().modify(names.group("pilot2"), "add", "member", dn)).code).toBe(RESULT.success);
      expect((await directory.person("new", NEW_PASSWORD).whoami()).said).toBe(`dn:${dn}`);
      const groups = `(memberOf=${names.group("pilot2")})`;
      expect(await directory.tool("gitlab").names(names.people, `(&(uid=new)${groups})`)).toEqual([dn]);
    });

    it("when somebody is taken out, then the groups know nobody of that name", async () => {
      const dn = names.person("leaver");
      await admin().apply(entry("leaver"));
      await admin().apply(`dn: ${names.group("alone")}\nobjectClass: groupOfNames\ncn: alone\nmember: ${dn}\n`);
      await admin().modify(names.group("pilot2"), "add", "member", dn);
      expect((await admin().delete(dn)).code).toBe(RESULT.success);
      expect(await admin().names(names.groups, `(member=${dn})`)).toEqual([]);
      expect(await admin().names(names.groups, `(member=${names.nobody})`)).toContain(names.group("alone"));
      expect((await admin().delete(names.group("alone"))).code).toBe(RESULT.success);
    });

    it("when somebody gets another name, then the groups know the new one", async () => {
      await admin().apply(entry("maiden"));
      await admin().modify(names.group("pilot1"), "add", "member", names.person("maiden"));
      const renamed = `dn: ${names.person("maiden")}\nchangetype: modrdn\nnewrdn: uid=married\ndeleteoldrdn: 1\n`;
      expect((await admin().apply(renamed)).code).toBe(RESULT.success);
      expect(await admin().names(names.groups, `(member=${names.person("maiden")})`)).toEqual([]);
      expect(await directory.tool("nexus").names(names.people, `(memberOf=${names.group("pilot1")})`)).toContain(
        names.person("married"),
      );
    });

    it.each([
      ["mail address", entry("second", "GUEST@example.org")],
      ["name for signing in", entry("guest").replace("uid=guest", "cn=New One")],
    ])("when somebody gets another's %s, then it is refused", async (_, text) => {
      expect((await admin().apply(text)).code).toBe(RESULT.constraintViolation);
    });

    it("when touching what the testbed keeps, then it is refused", async () => {
      const before = await state();
      const tried = [
        admin().setPassword(names.service("nexus"), NEW_PASSWORD),
        admin().modify(names.service("nexus"), "replace", "userPassword", NEW_PASSWORD),
        admin().modify(names.service("nexus"), "add", "pwdAccountLockedTime", LOCKED),
        admin().delete(names.service("nexus")),
        admin().modify(names.policy("people"), "replace", "pwdMinLength", "1"),
        admin().modify(names.record, "add", "roleOccupant", names.person("x")),
        admin().delete(names.people),
        admin().apply(
          `dn: ${names.manager}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: manager\nuserPassword: ${NEW_PASSWORD}\n`,
        ),
        admin().apply(
          `dn: ${names.person("one")}\nchangetype: modrdn\nnewrdn: uid=one\ndeleteoldrdn: 0\nnewsuperior: ${names.services}\n`,
        ),
      ];
      expect(await codes(tried)).toEqual([RESULT.insufficientAccess]);
      expect(await state()).toEqual(before);
    });

    it("when locking somebody for good, then nobody signs in as them, until unlocked", async () => {
      const dn = names.person("one");
      expect((await admin().modify(dn, "add", "pwdAccountLockedTime", LOCKED)).code).toBe(RESULT.success);
      expect((await directory.person("one").whoami()).code).toBe(RESULT.invalidCredentials);
      expect((await admin().modify(dn, "delete", "pwdAccountLockedTime")).code).toBe(RESULT.success);
      expect((await directory.person("one").whoami()).code).toBe(RESULT.success);
    });

    it("when taken out of the group of administrators, then there are no rights left", async () => {
      const dn = names.person("fifteen");
      const group = names.group("platform-admins");
      await admin().modify(group, "add", "member", dn);
      expect((await directory.person("fifteen").modify(dn, "replace", "description", "x")).code).toBe(RESULT.success);
      await admin().modify(group, "delete", "member", dn);
      expect((await directory.person("fifteen").modify(dn, "replace", "description", "y")).code).toBe(
        RESULT.insufficientAccess,
      );
    });
  });
});
