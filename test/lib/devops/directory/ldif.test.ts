import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Entry, ldif, ldifAdditions } from "../../../../lib/devops/directory/ldif";

const DN = "cn=one,o=Test";

/** Reads a line as RFC 2849 says. */
function read(text: string): [string, string] {
  const [, name = "", encoded, value = ""] = /^([^:]+):(:?) (.*)$/.exec(text) ?? [];
  return [name, encoded ? Buffer.from(value, "base64").toString("utf8") : value];
}

describe("LDIF", () => {
  it("given entries, then each has a line for each value, and an empty line parts them", () => {
    const entries: Entry[] = [
      { dn: DN, attributes: { objectClass: ["top", "device"], cn: "one" } },
      { dn: "cn=two,o=Test", attributes: { cn: "two" } },
    ];
    expect(ldif(entries)).toBe(
      "dn: cn=one,o=Test\nobjectClass: top\nobjectClass: device\ncn: one\n\ndn: cn=two,o=Test\ncn: two\n",
    );
  });

  it("given no entry, then nothing", () => {
    expect(ldif([])).toBe("");
    expect(ldifAdditions([])).toBe("");
  });

  it("given additions, then each changes one value", () => {
    const addition = { dn: DN, attribute: "member", value: "uid=a,o=Test" };
    const text = "dn: cn=one,o=Test\nchangetype: modify\nadd: member\nmember: uid=a,o=Test\n";
    expect(ldifAdditions([addition, addition])).toBe(`${text}\n${text}`);
  });

  it.each([" leading", "trailing ", ": colon", "< file:///etc/passwd", "Ä", "two\nlines", "a\rb", "nul\0", "tab\t"])(
    "given the value %j, then it is in base64",
    (value) => {
      const encoded = Buffer.from(value).toString("base64");
      expect(ldif([{ dn: DN, attributes: { cn: value } }])).toBe(`dn: ${DN}\ncn:: ${encoded}\n`);
    },
  );

  it.each(["", "a", "${x}", "in the middle: #<", "#comment"])(
    "given the value %j, then it stands as it is",
    (value) => {
      expect(ldif([{ dn: DN, attributes: { cn: value } }])).toBe(`dn: ${DN}\ncn: ${value}\n`);
    },
  );

  it("given a name of an entry that is not plain, then it is in base64 too", () => {
    expect(ldif([{ dn: "cn=Ä", attributes: {} }])).toBe(`dn:: ${Buffer.from("cn=Ä").toString("base64")}\n`);
    const addition = ldifAdditions([{ dn: "cn=Ä", attribute: "cn", value: "Ö" }]);
    expect(addition).toBe(
      `dn:: ${Buffer.from("cn=Ä").toString("base64")}\nchangetype: modify\nadd: cn\ncn:: ${Buffer.from("Ö").toString("base64")}\n`,
    );
  });

  it("given any value, then it is one line, which reads as that value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const lines = ldif([{ dn: DN, attributes: { cn: value } }]).split("\n");
        expect(lines).toHaveLength(3);
        expect(read(lines[1] ?? "")).toEqual(["cn", value]);
      }),
    );
  });
});
