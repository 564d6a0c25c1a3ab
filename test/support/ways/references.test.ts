import { describe, expect, it } from "vitest";
import { originOf } from "./references";

const terraform = { backend: {}, required_version: "" };
const remote = (id: string) => ({ config: { path: `../../x/${id}.tfstate` } });
const STACKS = {
  first: { terraform, output: { id: { value: "${a_b.c.id}" }, map: { value: { x: "${a_b.d.id}" } } } },
  second: {
    terraform,
    data: { terraform_remote_state: { before: remote("first"), lost: remote("nowhere") } },
    output: { id: { value: "${data.terraform_remote_state.before.outputs.id}" } },
  },
  third: { terraform, data: { terraform_remote_state: { before: remote("second") } } },
};

describe("where a value comes from", () => {
  it.each([
    ["a plain text", "first", "10.0.0.1", "10.0.0.1"],
    ["a resource of its own", "first", "${a_b.c.id}", "first: a_b.c.id"],
    ["an output", "second", "${data.terraform_remote_state.before.outputs.id}", "first: a_b.c.id"],
    ["an entry of one", "second", "${data.terraform_remote_state.before.outputs.map.x}", "first: a_b.d.id"],
    ["an output of an output", "third", "${data.terraform_remote_state.before.outputs.id}", "first: a_b.c.id"],
  ])("given %s, when followed, then it ends at its source", (_, stack, value, origin) => {
    expect(originOf(STACKS, stack, value)).toBe(origin);
  });

  it("given a state of no stack, when followed, then it throws", () => {
    expect(() => originOf(STACKS, "second", "${data.terraform_remote_state.lost.outputs.id}")).toThrow("of no stack");
  });

  it("given an output that is not there, when followed, then it throws", () => {
    expect(() => originOf(STACKS, "second", "${data.terraform_remote_state.before.outputs.no}")).toThrow("no text");
  });
});
