import { describe, expect, it } from "vitest";
import { CINDER_REQUESTS, CLOUD_CONTROLLER_REQUESTS, PLATFORM_REQUESTS } from "../../../../lib/charts/requests";
import { platformRequests } from "../../../../lib/config/capacity/platform-requests";
import { platformFeatures } from "../../../../lib/config/platform-features";
import { bytesOf, millicores } from "../../../../lib/config/sandbox/quantity";
import { CHARTS, type ChartName } from "../../../../lib/versions";
import { descriptionOf } from "../../../support/description";
import { releasesOf } from "../../../support/helm-values";
import { PROGRAMS } from "../../../support/programs";
import { descriptionAt } from "../support/places";

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

  it("given another target, then its own parts are in the sum, and those that the cluster has are not", () => {
    const on = (...args: Parameters<typeof descriptionAt>) =>
      platformRequests(2, platformFeatures(descriptionAt(...args).place));
    const without = (parts: readonly (keyof typeof PLATFORM_REQUESTS)[]) =>
      parts.reduce(
        ({ cpu, memory }, part) => {
          const { pods, ...requests } = PLATFORM_REQUESTS[part];
          const count = pods === "each node" ? 2 : pods;
          return { cpu: cpu - count * millicores(requests.cpu), memory: memory - count * bytesOf(requests.memory) };
        },
        platformRequests(2, { ...AWS, volumeDriver: "cinderCsi" }),
      );
    const nfs = ["sharedVolumes", "sharedVolumesOnNodes"] as const;
    const cinder = ["volumes", "volumesOnNodes"] as const;
    expect(on("openstack")).toEqual(without(["autoscaler", ...nfs]));
    const storage = { nfs: { server: "nfs.example.com", share: "/exports" } };
    expect(on("openstack", { place: { storage } })).toEqual(without(["autoscaler"]));
    expect(on("rancher")).toEqual(without(["autoscaler", ...cinder]));
    expect(on("existing")).toEqual(without(["autoscaler", ...cinder, ...nfs]));
    const certificates = ["certificates", "certificatesWebhook", "certificatesInjector"] as const;
    expect(on("existing", { target: { has: ["cert-manager", "metrics-server"] } })).toEqual(
      without(["autoscaler", ...cinder, ...nfs, ...certificates, "metrics"]),
    );
    const target = {
      classes: { standard: { driver: "driver.longhorn.io", modes: ["ReadWriteOnce"] } },
      has: ["csi-driver-nfs"],
    };
    expect(on("existing", { place: { storage }, target })).toEqual(without(["autoscaler", ...cinder, ...nfs]));
  });

  it("given Cinder's driver, then its pods ask for what their containers do together", () => {
    const containers = (helpers: number, amount: (text: string) => number, key: "cpu" | "memory") =>
      helpers * amount(CINDER_REQUESTS.helper[key]) + amount(CINDER_REQUESTS.driver[key]);
    for (const [part, helpers] of [
      ["volumes", 5],
      ["volumesOnNodes", 2],
    ] as const) {
      expect(millicores(PLATFORM_REQUESTS[part].cpu)).toBe(containers(helpers, millicores, "cpu"));
      expect(bytesOf(PLATFORM_REQUESTS[part].memory)).toBe(containers(helpers, bytesOf, "memory"));
    }
  });

  it("given OpenStack's cloud controller, then it asks for no more than the one of RKE2 that it stands for", () => {
    expect(millicores(CLOUD_CONTROLLER_REQUESTS.cpu)).toBeLessThanOrEqual(100);
    expect(bytesOf(CLOUD_CONTROLLER_REQUESTS.memory)).toBeLessThanOrEqual(128 * MIB);
  });

  it("given charts, then each of them is in the sum, or in what nodes keep for themselves", () => {
    const elsewhere = ["csiDriverNfs", "cilium", "cinderCsi", "cloudController"];
    // Those of the devops tools are lines of their own.
    const tools = ["jenkins", "nexus3"];
    const counted = new Set([...PARTS.map(({ chart }) => chart), ...elsewhere, ...tools]);
    expect(counted).toEqual(new Set(Object.keys(CHARTS)));
    expect(millicores(PLATFORM_REQUESTS.sharedVolumesOnNodes.cpu)).toBeGreaterThan(0);
  });
});
