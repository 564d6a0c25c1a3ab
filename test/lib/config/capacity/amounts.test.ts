import { describe, expect, it } from "vitest";
import { most, NOTHING, sum, times } from "../../../../lib/config/capacity/amounts";

describe("amounts", () => {
  const a = { cpu: 100, memory: 30 };
  const b = { cpu: 20, memory: 400 };

  it("add up", () => {
    expect(sum([a, b])).toEqual({ cpu: 120, memory: 430 });
    expect(sum([])).toEqual(NOTHING);
  });

  it("multiply", () => {
    expect(times(a, 3)).toEqual({ cpu: 300, memory: 90 });
  });

  it("have a larger one of each", () => {
    expect(most([a, b])).toEqual({ cpu: 100, memory: 400 });
    expect(most([])).toEqual(NOTHING);
  });
});
