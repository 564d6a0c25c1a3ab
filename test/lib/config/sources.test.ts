import { describe, expect, it } from "vitest";
import { networksOf } from "../../../lib/config/sources";

const SOURCES = { office: ["198.51.100.0/24", "192.0.2.1/32"], bank: ["203.0.113.0/24", "198.51.100.0/24"] };

describe("the networks of named lists", () => {
  it("are those of all lists, each once", () => {
    expect(networksOf(["office", "bank"], SOURCES)).toEqual(["198.51.100.0/24", "192.0.2.1/32", "203.0.113.0/24"]);
  });

  it("are all addresses for anywhere", () => {
    expect(networksOf(["anywhere"], SOURCES)).toEqual(["0.0.0.0/0"]);
  });

  it("are none for no name, and for a list that is not there", () => {
    expect(networksOf([], SOURCES)).toEqual([]);
    expect(networksOf(["factory"], SOURCES)).toEqual([]);
  });
});
