import { describe, expect, it } from "vitest";
import { changesBetween } from "./changed-resources";

const stack = (resource: Record<string, Record<string, Record<string, unknown>>>, output = {}) => ({
  edge: { resource, output, terraform: { backend: {}, required_version: "" } },
});
const KEPT = { a_b: { one: { x: [1, { y: 2 }] } } };

describe("changes between two programs", () => {
  it("given the same in another order, when compared, then there is none", () => {
    const other = { a_b: { two: {}, one: { x: 1, y: 2 } } };
    expect(changesBetween(stack({ a_b: { one: { y: 2, x: 1 }, two: {} } }), stack(other))).toEqual([]);
  });

  it("given a resource more, one less and one that differs far inside, when compared, then each is told", () => {
    const before = stack({ ...KEPT, c_d: { gone: {} } });
    const after = stack({ a_b: { one: { x: [1, { y: 3 }] }, fresh: {} } });
    expect(changesBetween(before, after)).toEqual(["+ edge: a_b.fresh", "- edge: c_d.gone", "~ edge: a_b.one"]);
  });

  it("given another output, when compared, then the outputs of the stack are told", () => {
    expect(changesBetween(stack(KEPT), stack(KEPT, { x: { value: 1 } }))).toEqual(["~ edge: output"]);
  });

  it("given a stack more, when compared, then all of it is told", () => {
    expect(changesBetween({}, stack(KEPT))).toContain("+ edge: a_b.one");
  });
});
