import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directoryAccess } from "../../lib/devops/directory/access";
import { has } from "../../lib/devops/directory/filters";
import { ldif } from "../../lib/devops/directory/ldif";
import { DirectoryNames } from "../../lib/devops/directory/names";
import { Directory, findSlapd } from "./support/directory";
import { BOOTSTRAP, GRANTS, LOCKED, somebody } from "./support/directory-people";
import { RESULT } from "./support/ldap";
import { suite } from "./support/suite";

/** A name with all that the description allows in one. */
const ORGANISATION = "Two Words Inc. 2-B";
const names = new DirectoryNames(ORGANISATION);

/** Names that could break out of LDIF, of a filter, of a shell, of Terraform or of a template. */
const NAMES = [
  "Änne Größe-Øst",
  'Ann "the Quote" O\'Neill',
  "  Leading Spaces",
  "Trailing Spaces  ",
  ": Colon First",
  "< file:///etc/passwd",
  "${x} %{y} {{ z }} {0}",
  "Any * Star",
  "Any)(uid=*",
  "Back \\ Slash \\2a",
  "$(touch /tmp/x) `id`; rm",
  "山田 太郎 🙂",
  "One",
  "# comment",
  "x".repeat(120),
];

/** Values that slapd takes for equal (RFC 4518): without regard to case, width, and how many spaces there are. */
const alike = (value: string) => value.normalize("NFKC").toLowerCase().trim().replaceAll(/\s+/g, " ");

suite("directory, names", findSlapd, () => {
  let directory: Directory;
  beforeAll(async () => {
    const people = NAMES.map((name, number) => ({ ...somebody(`person${number}`, "pilot2"), name }));
    directory = await Directory.prepare({
      ...BOOTSTRAP,
      organisation: ORGANISATION,
      names,
      people: [...BOOTSTRAP.people, ...people],
    });
    await directory.start();
  });
  afterAll(() => directory?.stop());

  describe.each(NAMES.map((name, number) => ({ name, dn: names.person(`person${number}`) })))(
    "given somebody whose name is $name",
    ({ name, dn }) => {
      it("when a tool reads the entry, then the name is as it was written", async () => {
        const { entries } = await directory.tool("gitlab").search(dn, "(objectClass=*)", ["cn", "memberOf"]);
        expect(entries).toEqual([{ dn, attributes: { cn: [name], memberOf: [names.group("pilot2")] } }]);
      });

      it("when a tool looks for the name, then it finds that one alone", async () => {
        expect(await directory.tool("gitlab").names(names.people, has("cn", name))).toEqual([dn]);
      });
    },
  );

  it("given an organisation of several words, when people sign in and are looked for, then all is as with one", async () => {
    const { users } = directoryAccess(names, GRANTS, "nexus");
    expect((await directory.person("developer").whoami()).said).toBe(`dn:${names.person("developer")}`);
    await directory.person("admin").modify(names.person("locked"), "add", "pwdAccountLockedTime", LOCKED);
    const found = await directory.tool("nexus").names(users.base, users.filter);
    expect(found).toContain(names.person("developer"));
    expect(found).not.toContain(names.person("locked"));
    expect(found).not.toContain(names.person("singer"));
    const twice = { ...somebody("second"), mail: "guest@example.org" };
    const entry = ldif([
      { dn: names.person("second"), attributes: { objectClass: "inetOrgPerson", cn: "a", sn: "b", mail: twice.mail } },
    ]);
    expect((await directory.person("admin").apply(entry)).code).toBe(RESULT.constraintViolation);
  });

  it("given any values, when they are written as LDIF and looked for with a filter, then slapd knows each again", async () => {
    const unit = fc.constantFrom(..."aB 0:<#=,+;\"\\*()&|!{}$%'`\n\r\tß€🙂́");
    const value = fc.string({ unit, minLength: 1, maxLength: 12 }).filter((text) => alike(text) !== "");
    const values = [...new Set(fc.sample(value, { numRuns: 60, seed: 6 }))];
    const entries = values.map((text, number) => ({
      dn: `cn=value${number},${names.groups}`,
      attributes: { objectClass: "organizationalRole", cn: `value${number}`, description: text },
    }));
    expect((await directory.inside().apply(ldif(entries))).code).toBe(RESULT.success);
    for (const { dn, attributes } of entries) {
      const filter = `(&(objectClass=organizationalRole)${has("description", attributes.description)})`;
      const found = await directory.inside().search(names.groups, filter, ["description"]);
      expect(
        found.entries.map((entry) => entry.dn),
        filter,
      ).toContain(dn);
      const read = found.entries.find((entry) => entry.dn === dn)?.attributes.description;
      expect(read).toEqual([attributes.description]);
      for (const other of found.entries)
        expect(alike(other.attributes.description?.[0] ?? "")).toBe(alike(attributes.description));
    }
  });
});
