import { describe, expect, it } from "vitest";
import { checkExistingNodes } from "../../../../lib/config/checks/existing-nodes";
import { findings, found } from "../support/places";

const kind = (...effects: string[]) => ({
  count: 1,
  cpu: "8",
  memory: "32Gi",
  taints: effects.map((effect) => ({ key: "gpu", effect })),
});
const nodes = (nodes: object) => found(checkExistingNodes, "existing", { target: { nodes } });

describe("the check of the nodes of a cluster that exists", () => {
  it("given one kind that any pod may use, then it is content", () => {
    expect(nodes({ gpu: kind("NoSchedule"), worker: kind() })).toEqual([]);
    expect(nodes({ late: kind("PreferNoSchedule") })).toEqual([]);
  });

  it("given none, then nothing can run", () => {
    expect(nodes({})).toEqual(["existing.nodes: names no nodes"]);
    const tainted = "existing.nodes: names no nodes that any pod may use: all of them are tainted";
    expect(nodes({ a: kind("NoSchedule"), b: kind("PreferNoSchedule", "NoExecute") })).toEqual([tainted]);
  });

  it("given kinds that are wrong themselves, then the finding rests on them", () => {
    expect(findings(checkExistingNodes, "existing", { target: { nodes: {} } })[0]?.restsOn).toEqual([
      ["existing", "nodes"],
    ]);
  });

  it.each(["aws", "openstack", "rancher"] as const)("given %s, then nothing is checked", (target) => {
    expect(found(checkExistingNodes, target)).toEqual([]);
  });
});
