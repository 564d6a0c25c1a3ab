import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { stateStore } from "../../stacks/state";
import { TestbedStack } from "../../stacks/testbed-stack";
import { synthesize, temporaryFolder } from "../support/synth";

describe("a local state", () => {
  it("stands in terraform-state beside the description, wherever the output goes (rule 14)", () => {
    const directory = temporaryFolder();
    const outdir = join(temporaryFolder(), "cdktf.out");

    const { stacks } = synthesize((app) => {
      const state = stateStore(undefined, { directory, outdir: app.outdir });
      new TestbedStack(app, "network", { name: "demo", state });
    }, outdir);

    // Terraform runs in the stack's own folder.
    const path = String(stacks["demo-network"]?.terraform.backend.local?.path);
    expect(resolve(outdir, "stacks/demo-network", path)).toBe(join(directory, "terraform-state/demo-network.tfstate"));
  });
});
