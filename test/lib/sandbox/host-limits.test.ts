import { describe, expect, it } from "vitest";
import { traefikValues } from "../../../lib/charts/values/traefik";
import { hostLimits } from "../../../lib/sandbox/host-limits";

interface Middleware {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: object };
  readonly spec: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const limits = (options?: { rate: number; body?: string }, labels?: Record<string, string>) =>
  hostLimits("pilot1", "host-demo", options, labels) as {
    resources: Record<string, Middleware>;
    middlewares: string[];
  };

describe("the limits of a host (INF-20)", () => {
  it("given none, then they are 100 requests in a second of one client address, and twice as many for a moment", () => {
    const { resources, middlewares } = limits();
    expect(resources).toEqual({
      "host-demo-rate": {
        apiVersion: "traefik.io/v1alpha1",
        kind: "Middleware",
        metadata: { name: "host-demo-rate", namespace: "pilot1", labels: {} },
        // Without sourceCriterion Traefik counts by the address of the client.
        spec: { rateLimit: { average: 100, burst: 200 } },
      },
    });
    expect(middlewares).toEqual(["pilot1_host-demo-rate@kubernetescrd"]);
  });

  it("given a rate, then it is that one", () => {
    expect(limits({ rate: 7 }).resources["host-demo-rate"]?.spec).toEqual({ rateLimit: { average: 7, burst: 14 } });
  });

  it("given a body, then requests are bounded in bytes, and answers by 64Mi", () => {
    const { resources, middlewares } = limits({ rate: 100, body: "10Mi" });
    expect(resources["host-demo-body"]?.spec).toEqual({
      buffering: { maxRequestBodyBytes: 10 * 2 ** 20, maxResponseBodyBytes: 64 * 2 ** 20 },
    });
    // The rate comes first: what is refused by it is not held.
    expect(middlewares).toEqual(["pilot1_host-demo-rate@kubernetescrd", "pilot1_host-demo-body@kubernetescrd"]);
  });

  it("given labels, then each object has them, by which the guard knows what belongs to a frame", () => {
    const labels = { "testbed-blueprint/frame": "pilot1" };
    for (const { metadata } of Object.values(limits({ rate: 1, body: "1Mi" }, labels).resources)) {
      expect(metadata.labels).toEqual(labels);
    }
  });

  it("are named as Traefik names them when it names them safely", () => {
    expect(traefikValues({ entryNetworks: [], mirror: {} }).fixed).toHaveProperty(
      "providers.kubernetesCRD.safeNaming",
      true,
    );
    for (const name of limits({ rate: 1, body: "1Mi" }).middlewares) {
      expect(name).toMatch(/^pilot1_host-demo-(rate|body)@kubernetescrd$/);
    }
  });
});
