import { describe, expect, it } from "vitest";
import { DEVELOPER_RIGHTS, type Rule, VIEWER_RIGHTS } from "../../../lib/sandbox/rights";

const LOOKING = ["get", "list", "watch"];

/** What rules let somebody do beside looking. */
const changes = (rules: readonly Rule[]) =>
  rules
    .flatMap(({ resources, verbs }) =>
      resources.flatMap((resource) => (verbs.some((verb) => !LOOKING.includes(verb)) ? [resource] : [])),
    )
    .sort();

describe("the rights in a sandbox", () => {
  it("let a viewer change nothing, and see no secret", () => {
    expect(changes(VIEWER_RIGHTS)).toEqual([]);
    expect(VIEWER_RIGHTS.flatMap(({ resources }) => resources)).not.toContain("secrets");
  });

  it("let a developer change workloads, config and own secrets, and nothing else", () => {
    expect(changes(DEVELOPER_RIGHTS)).toEqual([
      "configmaps",
      "cronjobs",
      "deployments",
      "deployments/scale",
      "horizontalpodautoscalers",
      "jobs",
      "poddisruptionbudgets",
      "pods",
      "pods/attach",
      "pods/exec",
      "pods/portforward",
      "replicasets",
      "secrets",
      "services",
      "statefulsets",
      "statefulsets/scale",
    ]);
  });

  it("name every verb and every resource: no star opens what nobody thought of", () => {
    expect(JSON.stringify(DEVELOPER_RIGHTS)).not.toContain("*");
  });
});
