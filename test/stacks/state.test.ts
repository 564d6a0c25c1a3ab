import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stateStore } from "../../stacks/state";
import { TestbedStack } from "../../stacks/testbed-stack";
import { synthesize, temporaryFolder } from "../support/synth";

describe("a local state", () => {
  it.each(["cdktf.out", "build/out"])("stands beside the description when the output goes to %s", (outdir) => {
    const directory = temporaryFolder();
    const folder = outdir === "cdktf.out" ? directory : join(directory, "build");
    const name = outdir === "cdktf.out" ? "cdktf.out" : "out";
    const { stacks } = synthesize(
      (app) => {
        const state = stateStore(undefined, { directory, outdir: app.outdir });
        new TestbedStack(app, "network", { name: "demo", state });
      },
      join(folder === directory ? directory : temporaryFolder(), name),
    );
    const path = String(stacks["demo-network"]?.terraform.backend.local?.path);
    expect(path.endsWith("terraform-state/demo-network.tfstate")).toBe(true);
  });
});
