import { describe, expect, it } from "vitest";
import { literal, literalValues } from "../../lib/literal";

describe("text that means itself", () => {
  it.each([
    ["${HOME}", "$${HOME}"],
    ["%{ if x }", "%%{ if x }"],
    ["$${HOME}", "$$${HOME}"],
    ["%%{x}", "%%%{x}"],
    ["$ {x} $x %d {", "$ {x} $x %d {"],
    ["${a}${b}", "$${a}$${b}"],
    ["", ""],
  ])("given %j, then Terraform is given %j", (text, expected) => {
    expect(literal(text)).toBe(expected);
  });

  it("given a value, then every text in it means itself, keys too, and all else stays", () => {
    const value = { "${a}": ["%{b}", 1, null, { c: "${d}", e: true, f: undefined }] };
    expect(literalValues(value)).toEqual({ "$${a}": ["%%{b}", 1, null, { c: "$${d}", e: true, f: undefined }] });
    expect(value).toHaveProperty(["${a}", "0"], "%{b}");
  });
});
