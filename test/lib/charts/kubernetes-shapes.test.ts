import { describe, expect, it } from "vitest";
import { checkValues } from "../../../lib/charts/check-values";

const problemsOf = (values: object) =>
  checkValues("metricsServer", values).map(({ path, what }) => [path.join("."), what]);

describe("what charts hand on to Kubernetes", () => {
  it("given what Kubernetes takes, then nothing is wrong with it", () => {
    const resources = { requests: { cpu: "100m", memory: "1.5Gi", "ephemeral-storage": "1G" }, limits: { cpu: 2 } };
    const tolerations = [{ key: "gpu", operator: "Exists" }];
    const values = { resources, tolerations, nodeSelector: { disk: "ssd" }, args: ["--v=2"], replicas: 0 };
    expect(problemsOf(values)).toEqual([]);
  });

  it.each([
    ["a misspelt part of resources", { resources: { limit: {} } }, "resources.limit", 'unknown key "limit"'],
    ["resources that are none", { resources: { requests: 5 } }, "resources.requests", "is the number 5, not a mapping"],
    ["fewer than no copies", { replicas: -1 }, "replicas", "-1 is less than 0"],
    ["half a copy", { replicas: 1.5 }, "replicas", "is the number 1.5, not a whole number"],
    ["arguments in one text", { args: "--v=2" }, "args", 'is the text "--v=2", not a list'],
    ["labels in a list", { podLabels: ["a"] }, "podLabels", "is a list, not a mapping"],
    ["a label that is no text", { podLabels: { a: 1 } }, "podLabels.a", "is the number 1, not text"],
    ["a selector that is a number", { nodeSelector: 5 }, "nodeSelector", "is the number 5, not a mapping"],
    ["a misspelt affinity", { affinity: { nodeAfinity: {} } }, "affinity.nodeAfinity", 'unknown key "nodeAfinity"'],
    ["tolerations in a mapping", { tolerations: { a: 1 } }, "tolerations", "is a mapping, not a list"],
  ])("given %s, then it is told", (_, values, path, what) => {
    expect(problemsOf(values)).toEqual([[path, what]]);
  });

  it("given an amount that is none, then it is told", () => {
    expect(problemsOf({ resources: { requests: { cpu: "1Gb" } } })).toEqual([
      ["resources.requests.cpu", expect.stringContaining('"1Gb"')],
    ]);
  });

  it("given keys of the same name that a chart describes itself, then the chart's own description holds", () => {
    const resources = { nfs: { limits: { memory: "1Gi" } } };
    expect(checkValues("csiDriverNfs", { controller: { resources } })).toEqual([]);
  });
});
