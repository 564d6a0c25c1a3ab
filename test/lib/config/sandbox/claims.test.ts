import { describe, expect, it } from "vitest";
import { claimsOf } from "../../../../lib/config/sandbox/claims";
import { datasetSchema } from "../../../../lib/config/sandbox/dataset";

describe("the claims of a dataset", () => {
  it("are one of its name, with the size of the source documents (INF-31)", () => {
    expect(claimsOf("risk", datasetSchema.parse({}))).toEqual([{ name: "risk", size: "10Gi", shared: false }]);
  });

  it("have its size, and as many writers as it", () => {
    const dataset = datasetSchema.parse({ size: "5Gi", shared: true });
    expect(claimsOf("all", dataset)).toEqual([{ name: "all", size: "5Gi", shared: true }]);
  });

  it("are one for each replica, named as a StatefulSet names them", () => {
    const dataset = datasetSchema.parse({ size: "5Gi", perReplica: { component: "peer", replicas: 3 } });
    expect(claimsOf("chain", dataset)).toEqual([
      { name: "chain-peer-0", size: "5Gi", shared: false },
      { name: "chain-peer-1", size: "5Gi", shared: false },
      { name: "chain-peer-2", size: "5Gi", shared: false },
    ]);
  });
});
