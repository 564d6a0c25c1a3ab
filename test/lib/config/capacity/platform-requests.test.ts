import { describe, expect, it } from "vitest";
import { PLATFORM_REQUESTS } from "../../../../lib/charts/requests";
import { platformRequests } from "../../../../lib/config/capacity/platform-requests";
import { platformFeatures } from "../../../../lib/config/platform-features";
import { bytesOf, millicores } from "../../../../lib/config/sandbox/quantity";
import { CHARTS, type ChartName } from "../../../../lib/versions";
import { descriptionOf } from "../../../support/description";
import { releasesOf } from "../../../support/helm-values";
import { PROGRAMS } from "../../../support/programs";

const GIB = 2 ** 30;
const MIB = 2 ** 20;

interface Part {
  readonly part: keyof typeof PLATFORM_REQUESTS;
  readonly chart: ChartName;
  /** Where the values of its chart say what one of its pods asks for. */
  readonly at: string;
  /** Where they say how many pods it has. */
  readonly replicas?: string;
}

const AWS = platformFeatures(descriptionOf({}).place);

describe("what the platform asks for", () => {
  it("given no node, then it is what stands once", () => {
    expect(platformRequests(0, AWS)).toEqual({ cpu: 230, memory: (96 + 48 + 128 + 256 + 2 * 128 + 80) * MIB });
  });

  it("given a node more, then it is the ingress controller and the driver of that node more", () => {
    const [one, two] = [platformRequests(3, AWS), platformRequests(4, AWS)];
    expect({ cpu: two.cpu - one.cpu, memory: two.memory - one.memory }).toEqual({
      cpu: 100 + 30,
      memory: (128 + 60) * MIB,
    });
  });

  it("given the reference testbed with all its nodes, then it is at most 1.5 CPU and 3 GiB", () => {
    const { cpu, memory } = platformRequests(4, AWS);
    expect(cpu).toBeLessThanOrEqual(1500);
    expect(memory).toBeLessThanOrEqual(3 * GIB);
  });

  it("given values of a description, then it is what they say", () => {
    const values = {
      traefik: { resources: { requests: { cpu: "1.1", memory: "1G" } } },
      "metrics-server": { replicas: 3 },
      "cert-manager": { webhook: { replicaCount: 2, resources: { requests: { cpu: 1 } } } },
    };
    const [before, after] = [platformRequests(2, AWS), platformRequests(2, AWS, values)];
    expect({ cpu: after.cpu - before.cpu, memory: after.memory - before.memory }).toEqual({
      cpu: 2 * 1000 + 50 + (2 * 1000 - 10),
      memory: 2 * (1e9 - 128 * MIB) + 128 * MIB + 48 * MIB,
    });
  });

  const PARTS: readonly Part[] = [
    { part: "ingress", chart: "traefik", at: "resources" },
    { part: "certificates", chart: "certManager", at: "resources" },
    { part: "certificatesWebhook", chart: "certManager", at: "webhook.resources" },
    { part: "certificatesInjector", chart: "certManager", at: "cainjector.resources" },
    { part: "autoscaler", chart: "clusterAutoscaler", at: "resources" },
    { part: "metrics", chart: "metricsServer", at: "resources", replicas: "replicas" },
  ];
  const stacks = PROGRAMS.reference?.().stacks ?? {};
  const releases = Object.values(stacks).flatMap(releasesOf);
  const valueAt = (values: unknown, path: string) => {
    let value = values;
    for (const key of path.split(".")) value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
    return value;
  };

  it.each(PARTS)("given the part $part, then the chart $chart is told the same", ({ part, chart, at, replicas }) => {
    const values = releases.find((release) => release.chart === chart)?.values;
    const { pods, cpu, memory } = PLATFORM_REQUESTS[part];
    expect(valueAt(values, at)).toMatchObject({ requests: { cpu, memory } });
    if (replicas !== undefined) expect(valueAt(values, replicas)).toBe(pods);
  });

  it("given a part, then no processor time is kept from it, and its memory has an end above what it asks for", () => {
    for (const { part, chart, at } of PARTS) {
      const values = releases.find((release) => release.chart === chart)?.values;
      const { limits } = valueAt(values, at) as { limits: Record<string, string> };
      expect(Object.keys(limits)).toEqual(["memory"]);
      expect(bytesOf(limits.memory ?? "")).toBeGreaterThan(bytesOf(PLATFORM_REQUESTS[part].memory));
    }
  });

  it("given charts, then each of them is in the sum", () => {
    const counted = new Set([...PARTS.map(({ chart }) => chart), "csiDriverNfs", "cilium"]);
    expect(counted).toEqual(new Set(Object.keys(CHARTS)));
    expect(millicores(PLATFORM_REQUESTS.sharedVolumesOnNodes.cpu)).toBeGreaterThan(0);
  });
});
