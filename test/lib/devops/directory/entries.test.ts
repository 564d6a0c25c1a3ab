import { describe, expect, it } from "vitest";
import { baseEntries, memberships, personEntry } from "../../../../lib/devops/directory/entries";
import { DirectoryNames } from "../../../../lib/devops/directory/names";

const names = new DirectoryNames("INFINITECH");
const entries = baseEntries("INFINITECH", names, [{ name: "pilot2", title: "Developers of pilot2" }], ["jenkins"]);
const entry = (dn: string) => entries.find((one) => one.dn === dn)?.attributes;

describe("the entries of every directory", () => {
  it("then parents come before their children, and none comes twice", () => {
    const seen = new Set<string>();
    for (const { dn } of entries) {
      const parent = dn.split(",").slice(1).join(",");
      expect(parent === "" || seen.has(parent), dn).toBe(true);
      expect(seen.has(dn)).toBe(false);
      seen.add(dn);
    }
  });

  it("then the suffix is the organisation", () => {
    expect(entries[0]).toEqual({
      dn: "o=INFINITECH",
      attributes: { objectClass: "organization", o: "INFINITECH" },
    });
  });

  it("then a group has its title, and nobody in it", () => {
    expect(entry(names.group("pilot2"))).toEqual({
      objectClass: "groupOfNames",
      cn: "pilot2",
      description: "Developers of pilot2",
      member: names.nobody,
    });
  });

  it("then a tool has an account with no password that anybody could know, and a policy of its own", () => {
    expect(entry(names.service("jenkins"))).toMatchObject({
      userPassword: "{CRYPT}!",
      pwdPolicySubentry: names.policy("services"),
    });
    expect(entry(names.service("nexus"))).toBeUndefined();
  });

  it("then people are locked for a while after ten wrong passwords of at least twelve characters, and tools never", () => {
    expect(entry(names.policy("people"))).toMatchObject({
      pwdMinLength: "12",
      pwdLockout: "TRUE",
      pwdMaxFailure: "10",
      pwdLockoutDuration: "900",
    });
    expect(entry(names.policy("services"))).toMatchObject({ pwdLockout: "FALSE", pwdAllowUserChange: "FALSE" });
  });

  it("then nobody is in it: people are put in one by one", () => {
    expect(entries.filter(({ dn }) => dn.endsWith(`,${names.people}`))).toEqual([]);
  });
});

describe("the entry of somebody", () => {
  const person = { uid: "ann", name: "Ann van Example", mail: "ann@example.org", groups: ["pilot2", "guests"] };

  it("then there are name and mail, and no password", () => {
    expect(personEntry(names, person)).toEqual({
      dn: names.person("ann"),
      attributes: { objectClass: "inetOrgPerson", uid: "ann", cn: "Ann van Example", sn: "Example", mail: person.mail },
    });
  });

  it.each([
    ["Ann", "Ann"],
    ["  Ann  Example ", "Example"],
    ["Ann\tExample", "Example"],
  ])("given the name %j, then the family name is %j", (name, familyName) => {
    expect(personEntry(names, { ...person, name }).attributes.sn).toBe(familyName);
  });

  it("given groups, then each has one member more", () => {
    expect(memberships(names, person)).toEqual([
      { dn: names.group("pilot2"), attribute: "member", value: names.person("ann") },
      { dn: names.group("guests"), attribute: "member", value: names.person("ann") },
    ]);
    expect(memberships(names, { ...person, groups: [] })).toEqual([]);
  });
});
