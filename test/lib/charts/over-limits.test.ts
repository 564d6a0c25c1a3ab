import { describe, expect, it } from "vitest";
import { overLimits } from "../../../lib/charts/over-limits";

const paths = (values: object) => overLimits(values).map(({ path }) => path.join("."));
const resources = (requests: object, limits: object) => ({ controller: { resources: { requests, limits } } });

describe("values that ask for more than they allow", () => {
  it("are told at what they ask for, with both amounts and the mend", () => {
    expect(overLimits(resources({ cpu: "1", memory: "9Gi" }, { memory: "3Gi" }))).toEqual([
      {
        path: ["controller", "resources", "requests", "memory"],
        target: "value",
        what: "asks for 9Gi, and may take 3Gi",
        mend: "Raise limits.memory too.",
      },
    ]);
  });

  it.each([
    ["the same amount", { memory: "3072Mi" }, { memory: "3Gi" }],
    ["an amount without a bound", { cpu: "64" }, { memory: "3Gi" }],
    ["millicores", { cpu: "999m" }, { cpu: 1 }],
    ["what is no amount, which Kubernetes tells", { cpu: "many" }, { cpu: "1" }],
  ])("given %s, then there are none", (_, requests, limits) => {
    expect(paths(resources(requests, limits))).toEqual([]);
  });

  it("are found wherever they stand", () => {
    const over = { requests: { cpu: "2" }, limits: { cpu: "1" } };
    expect(paths({ resources: over, a: { b: over } })).toEqual(["resources.requests.cpu", "a.b.requests.cpu"]);
  });
});
