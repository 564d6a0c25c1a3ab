import { describe, expect, it } from "vitest";
import { capacityTable } from "../../../lib/review/capacity";

const GIB = 2 ** 30;
const CAPACITY = {
  nodes: [{ name: "default: 2 x t3a.xlarge", amounts: { cpu: 7840, memory: 26 * GIB } }],
  reserved: [
    { name: "the platform", amounts: { cpu: 380, memory: GIB } },
    { name: "pilot1", amounts: { cpu: 800, memory: 2 * GIB } },
  ],
  left: { cpu: 6660, memory: 23 * GIB },
  unknown: [],
};

describe("the table of capacity", () => {
  it("shows what the nodes have, who reserves how much, and what is left", () => {
    const [table = ""] = capacityTable(CAPACITY);
    const rows = table.split("\n").map((line) => line.replaceAll(/[│\s]+/g, " ").trim());
    expect(rows).toEqual(
      expect.arrayContaining([
        "nodes default: 2 x t3a.xlarge 7.84 26.0Gi",
        "the platform -0.38 -1.0Gi",
        "pilot1 -0.80 -2.0Gi",
        "left 6.66 23.0Gi",
      ]),
    );
  });

  it("is left out where the size of a node is not known", () => {
    expect(capacityTable({ ...CAPACITY, unknown: ["x9.huge"] })).toEqual([]);
  });

  it("is left out where there are no sandboxes", () => {
    expect(capacityTable({ ...CAPACITY, reserved: CAPACITY.reserved.slice(0, 1) })).toEqual([]);
  });
});
