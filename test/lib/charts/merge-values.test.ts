import { describe, expect, it } from "vitest";
import { mergeValues } from "../../../lib/charts/merge-values";

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
