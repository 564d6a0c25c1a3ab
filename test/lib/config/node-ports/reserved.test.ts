import { describe, expect, it } from "vitest";
import { ownerOf, rangeOf } from "../../../../lib/config/node-ports/reserved";

describe("a range of node ports", () => {
  it("is read from its text", () => {
    expect(rangeOf("31000-31099")).toEqual({ first: 31000, last: 31099 });
  });
});

describe("the owner of a port", () => {
  const reserved = { first: "31000-31099", second: "31100-31100" };

  it.each([
    [31000, "first"],
    [31099, "first"],
    [31100, "second"],
    [30999, undefined],
    [31101, undefined],
  ])("of %i is %s: both ends belong to the range", (port, owner) => {
    expect(ownerOf(port, reserved)).toBe(owner);
  });
});
