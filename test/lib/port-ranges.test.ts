import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { portRanges } from "../../lib/port-ranges";

describe("ranges of ports", () => {
  it("are none without ports", () => {
    expect(portRanges([])).toEqual([]);
  });

  it("join ports that follow each other, in any order and given twice", () => {
    expect(portRanges([30003, 30001, 30002, 30001, 30005])).toEqual([
      { first: 30001, last: 30003 },
      { first: 30005, last: 30005 },
    ]);
  });

  it("hold exactly the ports that went in, with a gap between each two", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 30000, max: 30030 })), (ports) => {
        const ranges = portRanges(new Set(ports));
        const all = ranges.flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, at) => first + at),
        );
        expect(all).toEqual([...new Set(ports)].sort((a, b) => a - b));
        for (const [index, { first }] of ranges.slice(1).entries()) {
          expect(first).toBeGreaterThan((ranges[index]?.last ?? 0) + 1);
        }
      }),
    );
  });
});
