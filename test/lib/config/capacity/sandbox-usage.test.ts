import { describe, expect, it } from "vitest";
import {
  describePods,
  objectsOf,
  podsOf,
  reservedBy,
  surgeOf,
  total,
} from "../../../../lib/config/capacity/sandbox-usage";
import { formatCpu } from "../../../../lib/config/sandbox/quantity";
import { sandboxOf } from "../../../support/sandbox";

const MIB = 2 ** 20;
const image = "example.org/demo:1";
const resources = { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "1", memory: "2Gi" } };
const usageOf = (component: object, rest: object = {}) =>
  podsOf(sandboxOf({ components: { main: { kind: "stateless", image, ...component } }, ...rest }))[0];

describe("the pods of a sandbox", () => {
  it("ask for the smallest of the documents where nothing is said (INF-41)", () => {
    expect(usageOf({})).toEqual({
      name: "main",
      replicas: 1,
      surge: 1,
      requests: { cpu: 100, memory: 128 * MIB },
      limits: { cpu: 200, memory: 128 * MIB },
      disk: 512 * MIB,
    });
  });

  it("ask for as much as their largest container: the steps before it run one by one", () => {
    const init = [{ name: "prepare", resources: { requests: { cpu: "2" }, limits: { cpu: "3" } } }];
    expect(usageOf({ resources, init })).toMatchObject({
      requests: { cpu: 2000, memory: 1024 * MIB },
      limits: { cpu: 3000, memory: 2048 * MIB },
    });
  });

  it("ask for what it takes to wait for others, where that is more", () => {
    const small = { requests: { cpu: "10m", memory: "16Mi" }, limits: { cpu: "20m", memory: "16Mi" } };
    const others = { store: { kind: "stateful", image, ports: { sql: 1529 } } };
    const components = { main: { kind: "job", image, resources: small, dependsOn: ["store"] }, ...others };
    expect(podsOf(sandboxOf({ components }))[0]?.requests).toEqual({ cpu: 100, memory: 128 * MIB });
  });

  it("use the node's disk for scratch folders too", () => {
    expect(usageOf({ scratch: { "/tmp": "256Mi", "/cache": "1Gi" } })?.disk).toBe((512 + 256 + 1024) * MIB);
  });

  it("are as many as the load may make them", () => {
    expect(usageOf({ scale: { max: 4 } })?.replicas).toBe(4);
    expect(usageOf({ replicas: 0 })?.replicas).toBe(0);
    expect(usageOf({ kind: "schedule", schedule: "@daily" })?.replicas).toBe(1);
  });

  it("are one for each dataset that is loaded", () => {
    const load = { url: "https://data.example.org/risk.parquet", sha256: "0".repeat(64) };
    expect(podsOf(sandboxOf({ datasets: { risk: { load }, model: {} } })).map(({ name }) => name)).toEqual([
      "the load of risk",
    ]);
  });
});

describe("an update", () => {
  it.each([
    { kind: "stateless", mounts: {}, pods: 1 },
    { kind: "stateless", mounts: { risk: "/datasets" }, pods: 0 },
    { kind: "stateless", mounts: { all: "/datasets" }, pods: 1 },
    { kind: "stateful", mounts: {}, pods: 0 },
    { kind: "job", mounts: {}, pods: 0 },
  ])("of a $kind component that mounts $mounts takes $pods pods more", ({ kind, mounts, pods }) => {
    const { components, datasets } = sandboxOf({
      components: { main: { kind, image, mounts } },
      datasets: { risk: {}, all: { shared: true } },
    });
    expect(components.main && surgeOf(components.main, datasets)).toBe(pods);
  });

  it("counts in the sum, and is named in it", () => {
    const components = {
      store: { kind: "stateful", image, resources },
      ui: { kind: "stateless", image, replicas: 2 },
    };
    const pods = podsOf(sandboxOf({ components }));
    expect(total(pods, ({ requests }) => requests.cpu)).toBe(500 + 3 * 100);
    expect(describePods(pods, ({ requests }) => formatCpu(requests.cpu))).toBe(
      "store 500m; ui 3 x 100m, 1 while updating",
    );
  });
});

describe("the objects of a sandbox", () => {
  it("are none but two config maps where it is empty: ours and that of Kubernetes", () => {
    expect(objectsOf(sandboxOf())).toEqual({ services: 0, claims: 0, secrets: 0, configMaps: 2 });
  });

  it("are a service for each name with ports and each way in, a certificate for each host, and a config map for each component with config", () => {
    const sandbox = sandboxOf({
      pullSecrets: ["registry"],
      secrets: { "market-data": ["token"] },
      datasets: { risk: {}, chain: { perReplica: { component: "peer", replicas: 3 } } },
      components: {
        kafka: { kind: "stateful", image, ports: { broker: 9092 }, aliases: ["kafka-service"] },
        ui: { kind: "stateless", image, ports: { http: 8080 }, config: { topics: "trades" } },
        worker: { kind: "stateless", image },
      },
      expose: [
        { component: "kafka", nodePort: 30040, advertise: "advertised.url", from: ["office"] },
        { component: "ui", host: "ui" },
      ],
    });
    expect(objectsOf(sandbox)).toEqual({ services: 5, claims: 4, secrets: 3, configMaps: 4 });
  });
});

describe("a reservation", () => {
  it("is what the quota says, whatever runs (INF-30)", () => {
    expect(reservedBy(sandboxOf())).toEqual({ cpu: 800, memory: 2048 * MIB });
  });
});
