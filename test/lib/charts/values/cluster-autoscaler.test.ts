import { describe, expect, it } from "vitest";
import {
  type ClusterAutoscalerOptions,
  clusterAutoscalerValues,
} from "../../../../lib/charts/values/cluster-autoscaler";
import { CILIUM_TAINT } from "../../../../lib/cilium-taint";

const options: ClusterAutoscalerOptions = {
  provider: "some-cloud",
  clusterName: "DEMO",
  environment: { REGION: "here" },
  identity: { "example.org/role": "demo" },
  imageTag: "v1.35.0",
  mirror: {},
};
const { fixed, defaults } = clusterAutoscalerValues(options);

describe("the values of the autoscaler of nodes (INF-13, INF-36)", () => {
  it("are of the cloud and the cluster that they are told", () => {
    expect(fixed).toMatchObject({
      cloudProvider: "some-cloud",
      autoDiscovery: { clusterName: "DEMO" },
      extraEnv: { REGION: "here" },
    });
  });

  it("act by the identity that they are told", () => {
    expect(fixed).toMatchObject({
      rbac: {
        serviceAccount: { create: true, name: "cluster-autoscaler", annotations: { "example.org/role": "demo" } },
      },
      fullnameOverride: "cluster-autoscaler",
      // So that a change of it makes new pods, which alone take it up.
      podAnnotations: { "example.org/role": "demo" },
    });
  });

  it("know the taint that Cilium takes away from new nodes", () => {
    expect(fixed).toHaveProperty("extraArgs.startup-taint", CILIUM_TAINT.key);
  });

  it("are of the image of the Kubernetes minor", () => {
    expect(fixed).toHaveProperty("image", { tag: "v1.35.0" });
  });

  it("run it locked up, as its namespace demands", () => {
    expect(fixed).toMatchObject({
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containerSecurityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
    });
  });

  it("grow the group with the least left over, all alike, and give up nodes with pods of the system, or with scratch", () => {
    expect(defaults).toMatchObject({
      extraArgs: {
        expander: "least-waste",
        "balance-similar-node-groups": true,
        "skip-nodes-with-system-pods": false,
        "skip-nodes-with-local-storage": false,
      },
    });
  });

  it("name the image as a mirror has it, with the same tag", () => {
    const { fixed: mirrored } = clusterAutoscalerValues({ ...options, mirror: { images: "mirror.example.org" } });
    expect(mirrored).toHaveProperty("image", {
      repository: "mirror.example.org/registry.k8s.io/autoscaling/cluster-autoscaler",
      tag: "v1.35.0",
    });
  });
});
