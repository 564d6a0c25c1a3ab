import { describe, expect, it } from "vitest";
import { ruleDescription } from "../../../lib/bastion/rule-description";
import type { Way } from "../../../lib/way";

const way = (owner: string, target = "store"): Way => ({ port: 30042, owner, target, from: [] });

describe("the description of a rule", () => {
  it("names each owner with what is open, once, in the order of the letters", () => {
    expect(ruleDescription([way("pilot5b"), way("pilot2", "lx-kafka"), way("pilot5b")])).toBe(
      "pilot2/lx-kafka, pilot5b/store",
    );
  });

  it("is in letters that every cloud takes", () => {
    expect(ruleDescription([way('pilot-é"1', "a|b\n<c>")])).toBe("pilot---1/a-b--c-");
  });

  it("is as long as clouds take it, and says that it goes on", () => {
    const text = ruleDescription(Array.from({ length: 40 }, (_, index) => way(`pilot${index}`)));
    expect(text).toHaveLength(255);
    expect(text).toMatch(/ \.\.\.$/);
  });
});
