import { describe, expect, it } from "vitest";
import { checkBlock } from "./check-block";
import type { Block } from "./types";

/** Shapes that no recorded schema has at present. */
const BLOCK: Block = {
  attributes: {
    users: {
      optional: true,
      nested_type: { nesting_mode: "map", attributes: { role: { type: "string", required: true } } },
    },
  },
  block_types: {
    disk: { nesting_mode: "map", block: { attributes: { size: { type: "number", required: true } } } },
    zone: { nesting_mode: "list", min_items: 2, block: { attributes: { name: { type: "string", optional: true } } } },
  },
};

const GOOD = { users: { a: { role: "admin" } }, disk: { data: { size: 1 }, logs: { size: 2 } }, zone: [{}, {}] };

describe("shapes that no recorded schema has at present", () => {
  it("given the right shapes, when the block is checked, then there is no problem", () => {
    expect(checkBlock(GOOD, BLOCK)).toEqual([]);
  });

  it("given a labelled block without a required argument, when the block is checked, then only that is reported", () => {
    expect(checkBlock({ ...GOOD, disk: { data: { size: 1 }, "old logs": {} } }, BLOCK)).toEqual([
      { path: 'disk["old logs"].size', message: 'required argument "size" is missing' },
    ]);
  });

  it("given one block where two are required, when the block is checked, then only that is reported", () => {
    expect(checkBlock({ ...GOOD, zone: {} }, BLOCK)).toEqual([
      { path: "zone", message: 'needs at least 2 of block "zone", but has 1' },
    ]);
  });

  it("given an attribute missing in a map of objects, when the block is checked, then only that is reported", () => {
    expect(checkBlock({ ...GOOD, users: { a: {} } }, BLOCK)).toEqual([
      { path: "users.a.role", message: 'required argument "role" is missing' },
    ]);
  });

  it("given a list for a map of objects, when the block is checked, then only that is reported", () => {
    expect(checkBlock({ ...GOOD, users: [] }, BLOCK)).toEqual([
      { path: "users", message: "must be an object of objects, but is []" },
    ]);
  });
});
