import { describe, expect, it } from "vitest";
import { pilotsOf } from "../../../../lib/config/devops/pilots";
import { sandboxOf } from "../../../support/sandbox";

describe("the pilots of a place", () => {
  it("given sandboxes that name none, then each is a pilot of its own name", () => {
    expect([...pilotsOf({ pilot2: sandboxOf(), risk: sandboxOf() })]).toEqual([
      ["pilot2", ["pilot2"]],
      ["risk", ["risk"]],
    ]);
  });

  it("given sandboxes of one pilot, then it has all of them, with the one of its own name", () => {
    const sandboxes = {
      "pilot2-test": sandboxOf({ pilot: "pilot2" }),
      other: sandboxOf(),
      pilot2: sandboxOf(),
    };
    expect([...pilotsOf(sandboxes)]).toEqual([
      ["pilot2", ["pilot2-test", "pilot2"]],
      ["other", ["other"]],
    ]);
  });

  it("given no sandboxes, then there are none", () => {
    expect(pilotsOf({}).size).toBe(0);
  });
});
