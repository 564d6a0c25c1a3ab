import { describe, expect, it } from "vitest";
import { withDecimals } from "../../../lib/charts/decimal-values";
import { checkFreeValues } from "../../../lib/charts/free-values";

describe("decimals in values", () => {
  it("given a key that takes numbers alone, then they are numbers", () => {
    expect(withDecimals("traefik", { deployment: { goMemLimitPercentage: "0.5" } })).toEqual({
      deployment: { goMemLimitPercentage: 0.5 },
    });
  });

  it("given a key that takes text, or anything, then they stay as they are written", () => {
    const values = { deployment: { podLabels: { version: "1.10" } }, accessLog: { format: "1.10" } };
    expect(withDecimals("traefik", values)).toEqual(values);
  });

  it("given other text where a number belongs, then it stays, and is told", () => {
    const values = { deployment: { goMemLimitPercentage: "half" } };
    expect(withDecimals("traefik", values)).toEqual(values);
    expect(checkFreeValues("traefik", values)).toMatchObject([{ path: ["deployment", "goMemLimitPercentage"] }]);
  });

  it("given a decimal as a description keeps it, then nothing is wrong with it", () => {
    expect(checkFreeValues("traefik", { deployment: { goMemLimitPercentage: "0.5" } })).toEqual([]);
  });
});
