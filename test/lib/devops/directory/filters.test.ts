import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { all, any, filterText, has, not } from "../../../../lib/devops/directory/filters";

describe("LDAP filters", () => {
  it("given a text, then signs of filters are escaped and all others stay (RFC 4515)", () => {
    expect(filterText("a*b(c)d\\e\0f Ä${x}&|!=")).toBe("a\\2ab\\28c\\29d\\5ce\\00f Ä${x}&|!=");
  });

  it("given any text, then it ends no filter, and reads as it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const escaped = filterText(text);
        expect(escaped).not.toMatch(/[*()\0]/);
        const read = escaped.replaceAll(/\\([0-9a-f]{2})/g, (_, code) =>
          String.fromCharCode(Number.parseInt(code, 16)),
        );
        expect(read).toBe(text);
      }),
    );
  });

  it("given a value, then entries that have it are asked for", () => {
    expect(has("uid", "a*")).toBe("(uid=a\\2a)");
  });

  it("given several filters, then they are joined; one alone stays as it is", () => {
    expect(any(["(a=1)", "(b=2)"])).toBe("(|(a=1)(b=2))");
    expect(all(["(a=1)", "(b=2)"])).toBe("(&(a=1)(b=2))");
    expect(any(["(a=1)"])).toBe("(a=1)");
    expect(all(["(a=1)"])).toBe("(a=1)");
  });

  it("given a filter, then its contrary is asked for", () => {
    expect(not("(a=1)")).toBe("(!(a=1))");
  });
});
