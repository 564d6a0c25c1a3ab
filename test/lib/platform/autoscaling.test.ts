import { describe, expect, it } from "vitest";
import { Autoscaling, type AutoscalingProps } from "../../../lib/platform/autoscaling";
import { releasesOf } from "../../support/helm-values";
import { type StackJson, synthesizeConstruct } from "../../support/synth";

const NODES = {
  provider: "some-cloud",
  clusterName: "DEMO",
  environment: {},
  identity: { "example.org/role": "demo" },
  imageTag: "v1.35.0",
};

const autoscaling = (props: Partial<AutoscalingProps> = {}): StackJson =>
  JSON.parse(
    synthesizeConstruct((scope) => {
      new Autoscaling(scope, "autoscaling", { kubernetesMinor: "1.35", nodes: NODES, mirror: {}, free: {}, ...props });
    }),
  );

const charts = (stack: StackJson) => releasesOf(stack).map(({ chart }) => chart);

describe("what pods and nodes grow by (INF-13, INF-36)", () => {
  it("are the figures of the pods, and the autoscaler of the nodes", () => {
    expect(charts(autoscaling()).sort()).toEqual(["clusterAutoscaler", "metricsServer"]);
  });

  it("are the figures alone where node groups do not grow", () => {
    expect(charts(autoscaling({ nodes: undefined }))).toEqual(["metricsServer"]);
  });

  it("stand in a namespace that is locked, and in which the figures alone are reached", () => {
    const { resource = {} } = autoscaling();
    expect(Object.values(resource.kubernetes_namespace_v1 ?? {})).toMatchObject([
      { metadata: { name: "platform", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
    ]);
    expect(Object.values(resource.kubernetes_network_policy_v1 ?? {})).toMatchObject([
      { spec: { ingress: [{ ports: [{ port: "10250", protocol: "TCP" }] }] } },
    ]);
  });

  it("take the free values of each chart, and not of the other", () => {
    const free = { clusterAutoscaler: { extraArgs: { v: 4 } }, metricsServer: { replicas: 3 } };
    const byChart = Object.fromEntries(releasesOf(autoscaling({ free })).map(({ chart, values }) => [chart, values]));
    expect(byChart.clusterAutoscaler).toMatchObject({
      extraArgs: { v: 4, "startup-taint": "node.cilium.io/agent-not-ready" },
    });
    expect(byChart.clusterAutoscaler).not.toHaveProperty("replicas");
    expect(byChart.metricsServer).toMatchObject({ replicas: 3 });
    expect(byChart.metricsServer).not.toHaveProperty("extraArgs");
  });

  it("come from a mirror", () => {
    const mirror = { charts: "oci://mirror.example.org/charts", images: "mirror.example.org" };
    for (const { block, values } of releasesOf(autoscaling({ mirror }))) {
      expect(block.repository).toBe("oci://mirror.example.org/charts");
      expect(values).toHaveProperty(
        "image.repository",
        expect.stringMatching(/^mirror\.example\.org\/registry\.k8s\.io\//),
      );
    }
  });
});
