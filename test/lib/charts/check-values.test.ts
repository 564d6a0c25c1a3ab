import { describe, expect, it } from "vitest";
import { checkValues } from "../../../lib/charts/check-values";
import { recordedChart } from "../../../lib/charts/recorded";
import { CHARTS, type ChartName } from "../../../lib/versions";

/** The problems of values, a line each, as people read them. */
function problemsOf(chart: ChartName, values: object): string[] {
  return checkValues(chart, values).map(({ path, what, mend }) => `${path.join(".")}: ${what}. ${mend}`);
}

describe("what is recorded of charts", () => {
  it.each(Object.keys(CHARTS) as ChartName[])("is of the pinned version of %s", (chart) => {
    expect(recordedChart(chart).version).toBe(CHARTS[chart].version);
  });
});

describe("values of a chart", () => {
  it.each(Object.keys(CHARTS) as ChartName[])("may be none, for %s", (chart) => {
    expect(checkValues(chart, {})).toEqual([]);
  });

  it.each<[ChartName, object, string]>([
    [
      "certManager",
      { crds: { enabeld: true } },
      'crds.enabeld: unknown key "enabeld". Did you mean enabled? Keys here: enabled, keep.',
    ],
    ["cilium", { hubble: { enabeld: true } }, 'hubble.enabeld: unknown key "enabeld". Did you mean enabled?'],
    [
      "clusterAutoscaler",
      { autoDiscovery: { clustername: "demo" } },
      'autoDiscovery.clustername: unknown key "clustername". Did you mean clusterName? Keys here: clusterName, namespace, tags, roles, labels.',
    ],
    [
      "csiDriverNfs",
      { controller: { replica: 2 } },
      'controller.replica: unknown key "replica". Did you mean replicas?',
    ],
    ["metricsServer", { replcas: 2 }, 'replcas: unknown key "replcas". Did you mean replicas?'],
    [
      "traefik",
      { ports: { web: { nodeport: 30080 } } },
      'ports.web.nodeport: unknown key "nodeport". Did you mean nodePort?',
    ],
  ])("of %s are told by a misspelt key, with what was meant", (chart, values, problem) => {
    expect(problemsOf(chart, values)).toEqual([problem]);
  });

  it.each<[ChartName, object, string]>([
    [
      "certManager",
      { crds: { enabled: "true" } },
      'crds.enabled: is the text "true", not true or false. Take the quotes away: true.',
    ],
    ["cilium", { eni: true }, "eni: is the truth value true, not a mapping. Write a mapping."],
    [
      "clusterAutoscaler",
      { image: { tag: 1.36 } },
      'image.tag: is the number 1.36, not text. Put it in quotes: "1.36".',
    ],
    [
      "csiDriverNfs",
      { controller: { replicas: "two" } },
      'controller.replicas: is the text "two", not a whole number. Write a whole number.',
    ],
    [
      "metricsServer",
      { containerPort: "10250" },
      'containerPort: is the text "10250", not a number. Take the quotes away: 10250.',
    ],
    [
      "traefik",
      { ports: { web: { nodePort: "30080" } } },
      'ports.web.nodePort: is the text "30080", not a whole number. Take the quotes away: 30080.',
    ],
  ])("of %s are told by a wrong type, with what to write", (chart, values, problem) => {
    expect(problemsOf(chart, values)).toEqual([problem]);
  });

  it("say where one of a list is wrong", () => {
    const values = { ipam: { operator: { clusterPoolIPv4PodCIDRList: ["10.0.0.0/8", 10, null] } } };
    expect(checkValues("cilium", values).map(({ path, what }) => [path.at(-1), what])).toEqual([
      [1, "is the number 10, not text"],
      [2, "is empty, not text"],
    ]);
  });

  it("are told by their type before anything else", () => {
    expect(problemsOf("traefik", { log: { level: 5 } })).toEqual([
      'log.level: is the number 5, not text. Put it in quotes: "5".',
    ]);
  });

  it("name what may stand where little may", () => {
    expect(problemsOf("traefik", { log: { level: "DEBIG" } })).toEqual([
      'log.level: "DEBIG" is not among the values for level. Did you mean DEBUG? Values: TRACE, DEBUG, INFO, WARN, ERROR, FATAL, PANIC.',
    ]);
  });

  it("are one of few, though a chart says that in two ways", () => {
    expect(problemsOf("cilium", { envoy: { xdsMode: "splitt" } })).toEqual([
      'envoy.xdsMode: "splitt" is not among the values for xdsMode. Did you mean split? Values: split, ads, strict-ads.',
    ]);
  });

  it("keep to the form that a chart takes", () => {
    expect(problemsOf("traefik", { image: { digest: "latest" } })).toEqual([
      'image.digest: "latest" is not of the form that the chart takes. Write it to match ^sha256:[a-f0-9]{64}$.',
    ]);
  });

  it("keep to its bounds", () => {
    expect(problemsOf("traefik", { deployment: { replicas: -1 } })).toEqual([
      "deployment.replicas: -1 is less than 0. Write 0 or more.",
    ]);
    expect(problemsOf("cilium", { cluster: { id: 512 }, bpf: { monitorFlags: "all" } })).toEqual([]);
  });

  it("are told with all that is wrong at once, each once, and nothing about what stands around it", () => {
    const values = {
      crds: { enabled: "yes", kep: true },
      replicaCount: [2],
      webhook: { image: { tagg: "x" }, url: {} },
    };
    expect(checkValues("certManager", values).map(({ path, target }) => [path.join("."), target])).toEqual([
      ["crds.enabled", "value"],
      ["crds.kep", "key"],
      ["replicaCount", "value"],
      ["webhook.image.tagg", "key"],
    ]);
  });

  it("point at the values.yaml where a page full of keys would not help", () => {
    expect(problemsOf("cilium", { somethingElseAltogether: 1 })).toEqual([
      'somethingElseAltogether: unknown key "somethingElseAltogether". It is not in the values.yaml of cilium 1.20.0.',
    ]);
  });

  it.each(["constructor", "toString", "a/b~c %", "#"])("may not have a key %s that is no key of theirs", (key) => {
    expect(checkValues("metricsServer", { image: { [key]: 1 } }).map(({ path }) => path)).toEqual([["image", key]]);
  });

  it("may be taken away, and left undefined", () => {
    expect(checkValues("metricsServer", { image: { tag: null, pullPolicy: undefined }, replicas: null })).toEqual([]);
    expect(problemsOf("metricsServer", { replcas: null })).toHaveLength(1);
  });

  it("may hold what Kubernetes takes, whatever the chart's own values have there", () => {
    expect(checkValues("cilium", { nodeSelector: { pool: "a" }, resources: { limits: { cpu: 1 } } })).toEqual([]);
    expect(checkValues("csiDriverNfs", { node: { resources: { nfs: { limits: { cpu: 1 } } } } })).toEqual([]);
    expect(checkValues("traefik", { service: { spec: { externalTrafficPolicy: "Local" } } })).toEqual([]);
    expect(checkValues("metricsServer", { livenessProbe: { httpGet: { port: 10250 } } })).toEqual([]);
  });

  it("may be what templates read without a word in the chart's own values", () => {
    expect(checkValues("csiDriverNfs", { storageClass: { name: "nfs" }, storageClasses: [{ name: "nfs" }] })).toEqual(
      [],
    );
    expect(checkValues("cilium", { loadBalancer: { mode: "dsr" }, socketLB: { hostNamespaceOnly: true } })).toEqual([]);
    expect(checkValues("traefik", { metrics: { statsd: { address: "localhost:8125" } } })).toEqual([]);
  });

  it("may be a number or a share where Kubernetes takes both", () => {
    expect(checkValues("clusterAutoscaler", { podDisruptionBudget: { maxUnavailable: "50%" } })).toEqual([]);
    expect(checkValues("metricsServer", { addonResizer: { nanny: { cpu: 1 } } })).toEqual([]);
  });

  it.each(Object.keys(CHARTS) as ChartName[])("may be global, for %s", (chart) => {
    expect(checkValues(chart, { global: {} })).toEqual([]);
  });
});

describe("values that Terraform fills in", () => {
  const token = "${TfToken[TOKEN.7]}";
  const number = -1.8881545897087503e289;

  it("are of any type", () => {
    const values = { controller: { replicas: token, runOnMaster: `a ${token}`, logLevel: number, name: number } };
    expect(checkValues("csiDriverNfs", values)).toEqual([]);
  });

  it("are within any bounds, of any form, and any of few", () => {
    const values = { deployment: { replicas: number }, image: { digest: token }, log: { level: token } };
    expect(checkValues("traefik", values)).toEqual([]);
  });

  it("are lists", () => {
    expect(
      checkValues("cilium", { ipam: { operator: { clusterPoolIPv4PodCIDRList: ["#{TfToken[TOKEN.7]}"] } } }),
    ).toEqual([]);
    expect(checkValues("metricsServer", { priorityClassName: ["#{TfToken[TOKEN.7]}"] })).toEqual([]);
  });

  it("are keys", () => {
    expect(checkValues("metricsServer", { [token]: 1, image: { [token]: 1 } })).toEqual([]);
  });

  it("hide nothing beside them", () => {
    expect(checkValues("metricsServer", { replicas: token, replcas: token }).map(({ path }) => path)).toEqual([
      ["replcas"],
    ]);
    expect(
      checkValues("metricsServer", { addonResizer: { image: { tag: -1e300 } }, containerPort: "TfToken" }),
    ).toHaveLength(2);
  });
});
