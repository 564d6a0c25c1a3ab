import { describe, expect, it } from "vitest";
import { conflicts, mergeValues } from "../../../lib/charts/merge-values";

describe("values in layers", () => {
  it("are nothing without layers", () => {
    expect(mergeValues()).toEqual({});
  });

  it("are merged where they are mappings, and the last one counts", () => {
    expect(mergeValues({ a: { b: 1, c: 1 }, d: 1 }, { a: { c: 2 } }, { a: { e: 3 }, d: 3 })).toEqual({
      a: { b: 1, c: 2, e: 3 },
      d: 3,
    });
  });

  it("are replaced whole where they are lists", () => {
    expect(mergeValues({ a: [1, 2, 3] }, { a: [4] })).toEqual({ a: [4] });
  });

  it("are replaced where one is a mapping and the other is not", () => {
    expect(mergeValues({ a: { b: 1 }, c: 1, d: [1] }, { a: 1, c: { b: 1 }, d: { b: 1 } })).toEqual({
      a: 1,
      c: { b: 1 },
      d: { b: 1 },
    });
  });

  it("are taken away by an empty value, which stays for Helm to take away the chart's own", () => {
    expect(mergeValues({ a: { b: 1 }, c: 1 }, { a: null })).toEqual({ a: null, c: 1 });
    expect(mergeValues({ a: null }, { a: { b: 1 } })).toEqual({ a: { b: 1 } });
  });

  it("are left alone by what is undefined", () => {
    expect(mergeValues({ a: 1 }, { a: undefined, b: undefined })).toStrictEqual({ a: 1 });
  });

  it("stay as they were", () => {
    const below = { a: { b: 1 } };
    mergeValues(below, { a: { b: 2 } });
    expect(below).toEqual({ a: { b: 1 } });
  });

  it("may have keys that objects have by themselves", () => {
    expect(mergeValues({ a: 1 }, { constructor: { b: 1 } })).toEqual({ a: 1, constructor: { b: 1 } });
  });
});

describe("free values against fixed ones", () => {
  const fixed = { a: { b: 1, list: [1, 2] }, c: "x" };

  it("are no conflict where they set something else", () => {
    expect(conflicts(fixed, { a: { d: 1 }, e: { f: 1 } })).toEqual([]);
  });

  it("are no conflict where they say the same", () => {
    expect(conflicts(fixed, { a: { b: 1, list: [1, 2] }, c: "x" })).toEqual([]);
  });

  it("are told with the way to each value that would change", () => {
    expect(conflicts(fixed, { a: { b: 2, list: [1] }, c: "y" })).toEqual([["a", "b"], ["a", "list"], ["c"]]);
  });

  it("conflict where a mapping meets what is none", () => {
    expect(conflicts(fixed, { a: 1, c: { d: 1 } })).toEqual([["a"], ["c"]]);
  });

  it("conflict where they take away", () => {
    expect(conflicts(fixed, { a: null, c: null })).toEqual([["a"], ["c"]]);
  });

  it("conflict neither in what is undefined nor in keys that objects have by themselves", () => {
    expect(conflicts({ ...fixed, e: undefined }, { c: undefined, e: 1, constructor: 1 })).toEqual([]);
  });
});
