import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { App } from "cdktf";
import { describe, expect, it } from "vitest";
import { CONTRACT, consume, consumeElsewhere, publish } from "../../stacks/contract";
import { stateStore } from "../../stacks/state";
import { TestbedStack } from "../../stacks/testbed-stack";
import { PROGRAMS } from "../support/programs";
import { synthesize } from "../support/synth";

const storeOf = (app: App) => stateStore(undefined, { directory: "/testbed", outdir: app.outdir });

const VALUES = { node_role_arn: "arn:aws:iam::123456789012:role/node", autoscaling_group_names: { default: "asg" } };

describe("the contract between stacks", () => {
  it("is published under its own names, with their meanings", () => {
    const { stacks } = synthesize((app) =>
      publish(new TestbedStack(app, "nodes", { name: "demo", state: storeOf(app) }), "nodes", VALUES),
    );
    expect(stacks["demo-nodes"]?.output).toEqual({
      node_role_arn: { value: VALUES.node_role_arn, description: CONTRACT.nodes.node_role_arn.description },
      autoscaling_group_names: {
        value: VALUES.autoscaling_group_names,
        description: CONTRACT.nodes.autoscaling_group_names.description,
      },
    });
  });

  it("is read from the state of its stack, which is deployed first", () => {
    const { manifest, stacks } = synthesize((app) => {
      const props = { name: "demo", state: storeOf(app) };
      const reader = new TestbedStack(app, "reader", props);
      const { node_role_arn, autoscaling_group_names } = consume(
        reader,
        "nodes",
        new TestbedStack(app, "nodes", props),
      );
      publish(reader, "nodes", { node_role_arn, autoscaling_group_names });
    });
    expect(manifest.find(({ name }) => name === "demo-reader")?.dependencies).toEqual(["demo-nodes"]);
    expect(stacks["demo-reader"]?.output?.autoscaling_group_names?.value).toBe(
      "${data.terraform_remote_state.nodes.outputs.autoscaling_group_names}",
    );
  });

  it("is read from another testbed without waiting for it", () => {
    const { manifest, stacks } = synthesize((app) => {
      const reader = new TestbedStack(app, "reader", { name: "demo", state: storeOf(app) });
      publish(reader, "nodes", consumeElsewhere(reader, "nodes", "other"));
    });
    expect(manifest[0]?.dependencies).toEqual([]);
    expect(stacks["demo-reader"]?.output?.node_role_arn?.value).toBe(
      "${data.terraform_remote_state.other-nodes.outputs.node_role_arn}",
    );
  });

  it.each(Object.keys(CONTRACT))("of the stack %s is published whole by the reference testbed (INF-9)", (publisher) => {
    const json = PROGRAMS.reference?.().stacks[`infinitech-bp-${publisher}`];
    expect(Object.keys(json?.output ?? {}).sort()).toEqual(
      Object.keys(CONTRACT[publisher as keyof typeof CONTRACT]).sort(),
    );
  });

  it("is listed in the README", () => {
    const readme = readFileSync(join(__dirname, "../../README.md"), "utf8");
    const rows = Object.entries(CONTRACT).flatMap(([publisher, outputs]) =>
      Object.entries(outputs).map(
        ([name, { kind, description }]) => `| ${publisher} | \`${name}\` | ${kind} | ${description} |`,
      ),
    );
    expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
  });
});
