import { describe, expect, it } from "vitest";
import { checkCapacity } from "../../../../lib/config/checks/capacity";
import { EMPTY_LEDGER } from "../../../../lib/config/ledger";
import { placeSchema } from "../../../../lib/config/place";
import type { SandboxDescription } from "../../../../lib/config/sandbox/sandbox";
import { testbedSchema } from "../../../../lib/config/testbed";
import { sandboxOf } from "../../../support/sandbox";
import { findings } from "../support/places";

const check = (nodes: object, sandboxes: Record<string, SandboxDescription>, devops?: object) => {
  const aws = { region: "eu-west-1", apiAccess: ["anywhere"], admins: ["arn:aws:iam::210987654321:role/admin"], nodes };
  return checkCapacity({
    testbed: testbedSchema.parse({ place: "aws", ...(devops && { devops }) }),
    place: placeSchema.parse({ name: "demo", aws }),
    sandboxes,
    ledger: EMPTY_LEDGER,
  });
};
const asking = (cpu: string, memory: string) => {
  const resources = { requests: { cpu, memory }, limits: { cpu, memory } };
  return sandboxOf({
    quota: resources,
    components: { store: { kind: "stateful", image: "example.org/store:1", resources } },
  });
};

describe("the check of the capacity", () => {
  it("is content where everything fits", () => {
    expect(check({ default: {} }, { pilot1: sandboxOf() })).toEqual([]);
  });

  it("has nothing to say without sandboxes", () => {
    expect(check({ default: { instance: "x9.huge" } }, {})).toEqual([]);
  });

  it("warns where the size of a node is not known", () => {
    expect(check({ default: { instance: "x9.huge" } }, { pilot1: sandboxOf() })).toEqual([
      {
        file: "place",
        severity: "warning",
        target: "key",
        path: ["aws", "nodes"],
        what: "the size of x9.huge is not known here, so nobody checks whether the sandboxes fit",
        mend: "Compare the quotas with the nodes yourself.",
      },
    ]);
  });

  it("holds the tools against the nodes too, without any sandbox", () => {
    const devops = { directory: { organisation: "ACME" }, jenkins: {} };
    expect(check({ default: { max: 2 } }, {}, devops)).toEqual([]);
    expect(check({ default: { instance: "t3a.medium", max: 2 } }, {}, devops)).toMatchObject([
      { path: ["aws", "nodes"], what: expect.stringMatching(/^the sandboxes and the tools reserve .* memory more/) },
    ]);
  });

  it("refuses a tool whose pod fits on no node, though the sum would hold it", () => {
    const large = { controller: { resources: { requests: { memory: "15Gi" } } } };
    const devops = { directory: { organisation: "ACME" }, jenkins: {}, values: { jenkins: large } };
    expect(check({ default: { min: 2, max: 12 } }, { pilot1: sandboxOf() }, devops)).toMatchObject([
      {
        file: "testbed",
        severity: "error",
        path: ["devops", "jenkins"],
        what: "its pod asks for 0.51 CPU and 15.0Gi, and a node has 3.92 CPU and 13.3Gi",
      },
    ]);
  });

  it("lets a pod fit on any node, not on the one with the most memory alone", () => {
    const nodes = { cores: { instance: "c5.4xlarge" }, memory: { instance: "r5.2xlarge" } };
    expect(check(nodes, { pilot1: asking("12", "20Gi"), pilot2: asking("4", "50Gi") })).toEqual([]);
  });

  it("refuses a pod that fits on no node, though the sum would hold it", () => {
    const nodes = { cores: { instance: "c5.4xlarge" }, memory: { instance: "r5.2xlarge" } };
    expect(check(nodes, { pilot1: asking("12", "50Gi") })).toMatchObject([
      {
        file: "sandboxes/pilot1",
        path: ["components", "store"],
        what: "a pod asks for 12 CPU and 50.0Gi, and a node has 7.91 CPU and 57.7Gi, or 15.89 CPU and 28.1Gi",
      },
    ]);
  });

  it.each([
    ["openstack", ["openstack", "nodes"], "default: 3 x m1.xlarge 21.45"],
    ["rancher", ["rancher", "hosts"], "1 x host-1 7.15"],
    ["existing", ["existing", "nodes"], "3 x worker 24"],
  ] as const)("names the key where %s has its nodes, and a mend that is possible there", (target, path, nodes) => {
    const sandboxes = { pilot1: sandboxOf({ quota: { requests: { cpu: "30" }, limits: { cpu: "30" } } }) };
    const [finding] = findings(checkCapacity, target, { sandboxes });
    expect(finding).toMatchObject({ path, target: "key", mend: "Add nodes or larger ones, or lower quotas." });
    expect(finding?.what).toContain(`+ pilot1 30 > ${nodes}`);
  });

  it("speaks of instances on AWS, and of nodes elsewhere", () => {
    const mend = (instances: string) => `Ask for less, or choose larger ${instances}.`;
    const target = { nodes: { worker: { count: 10, cpu: "4", memory: "16Gi" } } };
    const sandboxes = { pilot1: asking("5", "1Gi") };
    expect(findings(checkCapacity, "existing", { target, sandboxes })).toMatchObject([{ mend: mend("nodes") }]);
    expect(check({ default: { max: 10 } }, sandboxes)).toMatchObject([{ mend: mend("instances") }]);
  });
});
