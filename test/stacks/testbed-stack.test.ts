import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { stateStore } from "../../stacks/state";
import { TestbedStack } from "../../stacks/testbed-stack";
import { synthesize } from "../support/synth";

function synthesizeStack(build: (stack: TestbedStack) => void) {
  return synthesize((app) => {
    const state = stateStore(undefined, { directory: "/testbed", outdir: app.outdir });
    const stack = new TestbedStack(app, "stack", { name: "demo", state });
    new AwsProvider(stack, "aws", { region: "eu-west-1" });
    build(stack);
  }).stacks["demo-stack"];
}

describe("TestbedStack", () => {
  it("names resources by their path", () => {
    const json = synthesizeStack((stack) => new Vpc(new Construct(stack, "network"), "vpc"));
    expect(Object.keys(json?.resource?.aws_vpc ?? {})).toEqual(["network_vpc"]);
  });

  it("refuses two resources that would share an address, which cdktf merges in silence", () => {
    expect(() =>
      synthesizeStack((stack) => {
        new Vpc(new Construct(stack, "a"), "b_c");
        new Vpc(new Construct(stack, "a_b"), "c");
      }),
    ).toThrow("demo-stack/a_b/c and demo-stack/a/b_c share the address aws_vpc.a_b_c. Rename one of them.");
  });
});
