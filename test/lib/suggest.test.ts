import { describe, expect, it } from "vitest";
import { nearest, suggest } from "../../lib/suggest";

describe("the mend for a name that is not known", () => {
  it.each<[string, readonly string[], string]>([
    ["replcas", ["replicas", "image"], "Did you mean replicas? Keys here: replicas, image."],
    ["other", ["replicas", "image"], "Keys here: replicas, image."],
    ["any", [], "There are no keys here here."],
  ])("given %s among %j, then it is: %s", (name, known, mend) => {
    expect(suggest(name, known, "keys here")).toBe(mend);
  });

  it("given a page full of names, then it is the nearest one alone", () => {
    const many = Array.from({ length: 13 }, (_, index) => `name-number-${index}`);
    expect(suggest("name-numbr-12", many, "keys here")).toBe("Did you mean name-number-12?");
  });

  it("given names that are not alike, then none is the nearest", () => {
    expect(nearest("x", ["aaaa", "bbbb"])).toBeUndefined();
    expect(nearest("x", [])).toBeUndefined();
    expect(nearest("aab", ["aaaa", "bbbb"])).toBe("aaaa");
  });
});
