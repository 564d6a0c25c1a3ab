import { describe, expect, it } from "vitest";
import { metricsServerValues } from "../../../../lib/charts/values/metrics-server";

describe("the values of metrics-server (INF-36)", () => {
  const { fixed, defaults } = metricsServerValues({ mirror: {} });

  it("run two copies on nodes of their own, of which one stays", () => {
    expect(fixed).toMatchObject({ podDisruptionBudget: { enabled: true, maxUnavailable: 1 } });
    expect(defaults).toMatchObject({
      replicas: 2,
      topologySpreadConstraints: [
        {
          topologyKey: "kubernetes.io/hostname",
          labelSelector: { matchLabels: { "app.kubernetes.io/name": "metrics-server" } },
        },
      ],
    });
  });

  it("trust the certificates of the nodes no less than the chart does", () => {
    expect(JSON.stringify([fixed, defaults])).not.toContain("insecure");
  });

  it("name the image as a mirror has it", () => {
    const { fixed: mirrored } = metricsServerValues({ mirror: { images: "mirror.example.org" } });
    expect(mirrored).toHaveProperty(
      "image.repository",
      "mirror.example.org/registry.k8s.io/metrics-server/metrics-server",
    );
    expect(fixed).not.toHaveProperty("image");
  });
});
