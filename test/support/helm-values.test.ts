import { describe, expect, it } from "vitest";
import { filledIn, helmValues } from "./helm-values";

describe("the values of a release", () => {
  it("given two documents, then they are put together", () => {
    expect(helmValues(['{"a":{"b":1}}', '${jsonencode({"a" = {"c" = data.x.y}})}'])).toEqual({
      a: { b: 1, c: filledIn("data.x.y") },
    });
  });

  it("given expressions, lists and literals of Terraform, then each is read", () => {
    const text = '${jsonencode({"a" = [true, -2, "x = \\"y\\", {"], "b" = replace(a.b, "x", ["y"][0]), "c" = null})}';
    expect(helmValues([text])).toEqual({
      a: [true, -2, 'x = "y", {'],
      b: filledIn('replace(a.b, "x", ["y"][0])'),
      c: null,
    });
  });

  it("given what is escaped from Terraform, then it is as the chart gets it", () => {
    expect(helmValues(['{"a":"$${HOME} %%{x} $$"}'])).toEqual({ a: "${HOME} %{x} $$" });
  });
});
