import { describe, expect, it } from "vitest";
import { certManagerValues } from "../../../../lib/charts/values/cert-manager";

describe("the values of cert-manager (INF-17, SB-7)", () => {
  const { fixed, defaults } = certManagerValues({ identity: { "example.org/role": "demo" }, mirror: {} });

  it("bring its definitions, and keep them with every certificate when the release goes", () => {
    expect(fixed).toMatchObject({ crds: { enabled: true, keep: true } });
  });

  it("act by the identity that they are told", () => {
    expect(fixed).toMatchObject({
      serviceAccount: { create: true, name: "cert-manager", annotations: { "example.org/role": "demo" } },
      // So that a change of it makes new pods, which alone take it up.
      podAnnotations: { "example.org/role": "demo" },
    });
  });

  it("choose the leader in its own namespace, not in one of Kubernetes", () => {
    expect(fixed).toHaveProperty("global.leaderElection.namespace", "cert-manager");
  });

  it("keep it running before all that is no part of the cluster", () => {
    expect(fixed).toHaveProperty("global.priorityClassName", "system-cluster-critical");
  });

  it("ask for something in each pod, with memory bounded", () => {
    for (const at of ["resources", "webhook.resources", "cainjector.resources", "startupapicheck.resources"]) {
      expect(defaults).toHaveProperty(`${at}.requests.memory`);
      expect(defaults).toHaveProperty(`${at}.limits.memory`);
    }
  });

  it("name all images as a mirror has them: the chart puts one registry before each", () => {
    const { fixed: mirrored } = certManagerValues({ identity: {}, mirror: { images: "mirror.example.org/proxy" } });
    expect(mirrored).toHaveProperty("imageRegistry", "mirror.example.org/proxy/quay.io");
    expect(fixed).not.toHaveProperty("imageRegistry");
  });
});
