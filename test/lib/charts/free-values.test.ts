import { describe, expect, it } from "vitest";
import { checkAllValues, checkFreeValues } from "../../../lib/charts/free-values";
import { closedIn, OPEN_KEYS } from "../../../lib/charts/open-keys";
import { recordedChart, type ValuesSchema } from "../../../lib/charts/recorded";
import { certManagerValues } from "../../../lib/charts/values/cert-manager";
import type { ChartValues } from "../../../lib/charts/values/chart-values";
import { cinderCsiValues } from "../../../lib/charts/values/cinder-csi";
import { clusterAutoscalerValues } from "../../../lib/charts/values/cluster-autoscaler";
import { csiDriverNfsValues } from "../../../lib/charts/values/csi-driver-nfs";
import { metricsServerValues } from "../../../lib/charts/values/metrics-server";
import { traefikValues } from "../../../lib/charts/values/traefik";
import type { ChartName } from "../../../lib/versions";

const mirror = { images: "mirror.example.org" };
const identity = { "example.org/role": "demo" };
const autoscaler = { provider: "x", clusterName: "x", environment: { a: "b" }, identity, imageTag: "x", mirror };
const CHOSEN: Readonly<Partial<Record<ChartName, ChartValues>>> = {
  certManager: certManagerValues({ identity, mirror }),
  cinderCsi: cinderCsiValues({ clusterName: "x", mirror }),
  clusterAutoscaler: clusterAutoscalerValues(autoscaler),
  csiDriverNfs: csiDriverNfsValues({ mirror }),
  metricsServer: metricsServerValues({ mirror }),
  traefik: traefikValues({ entryNetworks: ["10.0.0.0/8"], mirror }),
};
const charts = Object.entries(CHOSEN) as [ChartName, ChartValues][];

const lines = (chart: ChartName, free: object) =>
  checkFreeValues(chart, free).map(({ path, what, mend }) => `${path.join(".")}: ${what}. ${mend}`);

/** The ways to what is no mapping. */
function leavesOf(value: unknown, path: readonly string[] = []): { path: readonly string[]; value: unknown }[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([key, below]) => leavesOf(below, [...path, key]));
}

const nested = (path: readonly string[], value: unknown): object =>
  path.reduceRight<unknown>((below, key) => ({ [key]: below }), value) as object;

/** Whether the recorded schema has a word for a path, or leaves it to whoever writes it. */
function isKnown(schema: ValuesSchema | undefined, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true;
  const next = schema?.properties?.[key];
  if (next !== undefined) return isKnown(next, rest);
  if (schema?.additionalProperties === false) return false;
  return typeof schema?.additionalProperties === "object" ? isKnown(schema.additionalProperties, rest) : true;
}

describe("what descriptions may set in the charts", () => {
  it.each(Object.entries(OPEN_KEYS))("is known to the chart, in %s", (chart, keys) => {
    const { schema } = recordedChart(chart as ChartName);
    expect(keys.filter((key) => !isKnown(schema, key.split(".")))).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(charts)("is all that the testbed has a default for, in %s", (chart, { defaults }) => {
    expect(checkFreeValues(chart, defaults)).toEqual([]);
  });

  it.each(charts)("is nothing that the testbed sets itself, in %s", (chart, { fixed }) => {
    const leaves = leavesOf(fixed);
    expect(leaves.length).toBeGreaterThan(0);
    for (const { path, value } of leaves) {
      expect(closedIn(chart, nested(path, value)), path.join(".")).toHaveLength(1);
    }
  });

  it("is nothing of Cilium", () => {
    expect(lines("cilium", { hubble: { enabled: false } })).toEqual([
      "hubble: is what the testbed rests on, and closed. Remove it.",
    ]);
  });

  // What would undo a promise: whom Traefik believes, where certificates come from, what runs in the platform's name.
  it.each<[ChartName, object]>([
    ["traefik", { ports: { websecure: { proxyProtocol: { insecure: true } } } }],
    ["traefik", { ports: { web: { forwardedHeaders: { insecure: true } } } }],
    ["traefik", { ports: { metrics: { expose: { default: true } } } }],
    ["traefik", { additionalArguments: ["--entryPoints.web.proxyProtocol.insecure"] }],
    ["traefik", { env: [{ name: "TRAEFIK_API_INSECURE", value: "true" }] }],
    ["traefik", { deployment: { additionalContainers: [], kind: "Deployment" } }],
    ["traefik", { providers: { kubernetesCRD: { allowCrossNamespace: true } } }],
    ["traefik", { extraObjects: [] }],
    ["traefik", { service: null }],
    ["certManager", { extraArgs: ["--enable-certificate-owner-ref=true"] }],
    ["certManager", { volumes: [], extraObjects: [] }],
    ["cinderCsi", { secret: { hostMount: true } }],
    ["cinderCsi", { csi: { plugin: { extraArgs: "- --cloud-config=/x" } } }],
    ["cinderCsi", { storageClass: { enabled: true, custom: "x" } }],
    ["cloudController", { enabledControllers: ["service"] }],
    ["clusterAutoscaler", { extraArgs: { "cloud-config": "/x" } }],
    ["clusterAutoscaler", { rbac: { create: false } }],
    ["csiDriverNfs", { feature: { enableInlineVolume: true } }],
    ["csiDriverNfs", { storageClass: { create: true } }],
    ["metricsServer", { hostNetwork: { enabled: true } }],
  ])("is not, in %s, %j", (chart, free) => {
    const leaves = checkFreeValues(chart, free);
    expect(leaves.length).toBeGreaterThan(0);
    for (const { what } of leaves) expect(what).toBe("is what the testbed rests on, and closed");
  });

  it("is told, where something else is closed beside it", () => {
    expect(lines("certManager", { global: { rbac: { create: false } } })).toEqual([
      "global.rbac: is what the testbed rests on, and closed. Remove it. Open here: commonLabels, imagePullSecrets, logLevel.",
    ]);
  });

  it("is all that stands below an open key, of any form", () => {
    expect(
      checkFreeValues("traefik", { accessLog: { enabled: false }, log: { level: "DEBUG" }, tolerations: [] }),
    ).toEqual([]);
  });

  it("is no open mapping as a whole, where some keys in it are closed", () => {
    expect(checkFreeValues("clusterAutoscaler", { extraArgs: null }).map(({ path }) => path)).toEqual([["extraArgs"]]);
    expect(checkFreeValues("csiDriverNfs", { node: null }).map(({ path }) => path)).toEqual([["node"]]);
  });
});

describe("the problems of free values", () => {
  it("are told once at each place, and what is worse first", () => {
    expect(lines("traefik", { logs: {}, service: "x", hub: { token: "abc" } })).toEqual([
      'service: is the text "x", not a mapping. Write a mapping.',
      'logs: unknown key "logs". Did you mean log?',
      "hub.token: looks like a secret, and values stand in states as they are. Keep it in a secret of Kubernetes, and name that.",
      expect.stringMatching(/^hub: is what the testbed rests on, and closed/),
    ]);
  });

  it("are fewer where nothing is closed: what the testbed sets itself is held against the chart, and for secrets", () => {
    expect(checkAllValues("traefik", { service: { spec: { type: "NodePort" } } })).toEqual([]);
    expect(checkAllValues("traefik", { logs: {}, hub: { token: "abc" } }).map(({ path }) => path.join("."))).toEqual([
      "logs",
      "hub.token",
    ]);
  });
});
