import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { App } from "cdktf";
import { describe, expect, it } from "vitest";
import { CONTRACT, type Contract, consume, consumeElsewhere, publish } from "../../stacks/contract";
import { stateStore } from "../../stacks/state";
import { TestbedStack } from "../../stacks/testbed-stack";
import { PROGRAMS } from "../support/programs";
import { synthesize } from "../support/synth";

const storeOf = (app: App) => stateStore(undefined, { directory: "/testbed", outdir: app.outdir });

const VALUES: Contract<"edge"> = {
  bastion_id: "i-0123456789abcdef0",
  tunnel_command: "aws ssm start-session",
  load_balancer_address: "hosts.example.org",
  dns_records: { "*.testbed.example.org": "hosts.example.org" },
};

describe("the contract between stacks", () => {
  it("is published under its own names, with their meanings", () => {
    const { stacks } = synthesize((app) =>
      publish(new TestbedStack(app, "edge", { name: "demo", state: storeOf(app) }), "edge", VALUES),
    );
    const described = Object.entries(VALUES).map(([name, value]) => [
      name,
      { value, description: CONTRACT.edge[name as keyof typeof VALUES].description },
    ]);
    expect(stacks["demo-edge"]?.output).toEqual(Object.fromEntries(described));
  });

  it("is read from the state of its stack, which is deployed first", () => {
    const { manifest, stacks } = synthesize((app) => {
      const props = { name: "demo", state: storeOf(app) };
      const reader = new TestbedStack(app, "reader", props);
      publish(reader, "edge", consume(reader, "edge", new TestbedStack(app, "edge", props)));
    });
    expect(manifest.find(({ name }) => name === "demo-reader")?.dependencies).toEqual(["demo-edge"]);
    expect(stacks["demo-reader"]?.output?.dns_records?.value).toBe(
      "${data.terraform_remote_state.edge.outputs.dns_records}",
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
