import { describe, expect, it } from "vitest";
import { sum } from "../../../../lib/config/capacity/amounts";
import { allocatableOf } from "../../../../lib/config/capacity/ec2-instance";
import { addOns, nodeKinds, nodesPath } from "../../../../lib/config/capacity/node-kinds";
import { capacityOf } from "../../../../lib/config/capacity/testbed-capacity";
import { placeSchema } from "../../../../lib/config/place";
import { type Changes, descriptionAt } from "../support/places";

const GIB = 2 ** 30;
const MIB = 2 ** 20;
const SIZE = { cpu: "8", memory: "32Gi" };

type Target = Parameters<typeof descriptionAt>[0];

const placeAt = (target: Target, changes: Changes = {}) => descriptionAt(target, changes).place;
const onOpenstack = (nodes: object) => nodeKinds(placeAt("openstack", { target: { nodes } }));
const group = (roles: readonly string[], more: object = {}) => ({
  flavor: "m1.xlarge",
  ...SIZE,
  count: 3,
  roles,
  ...more,
});
const tainted = (effect: string) => ({ taints: [{ key: "gpu", effect }] });

/** What is left of a machine with 32 GiB: 3 % are its kernel's, and below 100 MiB pods are evicted. */
const USABLE = Math.floor(32 * GIB * 0.97) - 100 * MIB;

describe("the nodes that sandboxes may use", () => {
  it("given AWS, then groups at their most, by what their instance is known to have", () => {
    expect(nodeKinds(placeAt("aws"))).toEqual([
      { name: "default", machine: "t3a.xlarge", count: 3, allocatable: allocatableOf("t3a.xlarge") },
    ]);
  });

  it("given OpenStack, then groups with workers, by what is said of their flavor", () => {
    expect(onOpenstack({ control: group(["etcd", "controlplane"]), workers: group(["worker"], { count: 4 }) })).toEqual(
      [{ name: "workers", machine: "m1.xlarge", count: 4, allocatable: { cpu: 8000, memory: USABLE } }],
    );
  });

  // rancher/rke2, pkg/podtemplate/config.go: etcd 200m and 512Mi; API server 250m and 1024Mi, scheduler 100m and 128Mi,
  // controller manager 200m and 256Mi, cloud controller 100m and 128Mi.
  it.each([
    [["worker"], 0, 0],
    [["etcd", "worker"], 200, 512],
    [["controlplane", "worker"], 250 + 100 + 200 + 100, 1024 + 128 + 256 + 128],
    [["etcd", "controlplane", "worker"], 200 + 650, 512 + 1536],
  ])("given the roles %j, then RKE2 keeps %i millicores and %i MiB for its own pods", (roles, cpu, memory) => {
    const [kind] = onOpenstack({ all: group(roles) });
    expect(kind?.allocatable).toEqual({ cpu: 8000 - cpu, memory: USABLE - memory * MIB });
  });

  it("given hosts, then each is a kind of its own, and those that run no pods are left out", () => {
    const hosts = {
      a: { address: "10.0.0.11", ...SIZE, roles: ["etcd", "controlplane"] },
      b: { address: "10.0.0.12", ...SIZE, roles: ["worker"] },
      c: { address: "10.0.0.13", cpu: "1500m", memory: "16Gi", roles: ["worker"] },
    };
    expect(nodeKinds(placeAt("rancher", { target: { hosts } }))).toEqual([
      { name: "b", count: 1, allocatable: { cpu: 8000, memory: USABLE } },
      { name: "c", count: 1, allocatable: { cpu: 1500, memory: Math.floor(16 * GIB * 0.97) - 100 * MIB } },
    ]);
  });

  it("given a cluster that exists, then its kinds, of which its own control plane is no part", () => {
    expect(nodeKinds(placeAt("existing"))).toEqual([
      { name: "worker", count: 3, allocatable: { cpu: 8000, memory: USABLE } },
    ]);
  });

  it("given taints that keep pods away, then those nodes are left out; preferences do not", () => {
    const nodes = {
      open: group(["worker"]),
      gpu: group(["worker"], tainted("NoSchedule")),
      gone: group(["worker"], tainted("NoExecute")),
      late: group(["worker"], tainted("PreferNoSchedule")),
    };
    expect(onOpenstack(nodes).map(({ name }) => name)).toEqual(["open", "late"]);
    const kinds = { worker: { count: 1, ...SIZE }, gpu: { count: 1, ...SIZE, ...tainted("NoSchedule") } };
    expect(nodeKinds(placeAt("existing", { target: { nodes: kinds } })).map(({ name }) => name)).toEqual(["worker"]);
  });

  it("given a machine smaller than what RKE2 keeps, then it has nothing, and not less", () => {
    const [kind] = onOpenstack({ all: group(["etcd", "controlplane", "worker"], { cpu: "500m", memory: "1Gi" }) });
    expect(kind?.allocatable).toEqual({ cpu: 0, memory: 0 });
  });

  it("given no target, then there are none", () => {
    expect(nodeKinds(placeSchema.parse({ name: "demo" }))).toEqual([]);
  });
});

describe("what a target itself runs on its nodes", () => {
  // rancher/rke2-charts, rke2-coredns: 2 pods of 100m and 128Mi, and their autoscaler.
  const DNS = { cpu: 2 * 100 + 25, memory: (2 * 128 + 16) * MIB };

  it.each(["openstack", "rancher"] as const)("given %s, then RKE2's DNS, on however many nodes", (target) => {
    expect(addOns(placeAt(target), 3)).toEqual(DNS);
    expect(addOns(placeAt(target), 50)).toEqual(DNS);
  });

  // Rancher, "Helm Chart Options": what its monitoring asks for.
  it.each([
    ["openstack", { rancher: { url: "https://rancher.example.com", monitoring: true } }],
    ["rancher", { server: { url: "https://rancher.example.com", monitoring: true } }],
  ] as const)("given %s with Rancher's monitoring, then that too, and its exporter on each node", (name, target) => {
    const once = { cpu: 750 + 4 * 100, memory: (1750 + 3 * 100 + 130) * MIB };
    expect(addOns(placeAt(name, { target }), 0)).toEqual(sum([DNS, once]));
    expect(addOns(placeAt(name, { target }), 4)).toEqual(sum([DNS, once, { cpu: 400, memory: 120 * MIB }]));
  });

  it("given a cluster that exists, then what it runs is not in what is described", () => {
    expect(addOns(placeAt("existing"), 3)).toEqual({ cpu: 0, memory: 0 });
    const names = capacityOf(descriptionAt("existing")).reserved.map(({ name }) => name);
    expect(names).toEqual(["the platform"]);
  });
});

describe("where a place describes its nodes", () => {
  it.each([
    ["aws", ["aws", "nodes"]],
    ["openstack", ["openstack", "nodes"]],
    ["rancher", ["rancher", "hosts"]],
    ["existing", ["existing", "nodes"]],
  ] as const)("given %s, then under %j", (target, path) => {
    expect(nodesPath(placeAt(target))).toEqual(path);
  });
});

describe("the capacity of places without a catalogue of machines", () => {
  it("given hosts and kinds, then lines name them, and equal sizes stand once", () => {
    const host = (last: number) => ({ address: `10.0.0.${last}`, ...SIZE, roles: ["worker"] });
    const { nodes, sizes } = capacityOf(descriptionAt("rancher", { target: { hosts: { a: host(11), b: host(12) } } }));
    expect(nodes.map(({ name }) => name)).toEqual(["1 x a", "1 x b"]);
    expect(sizes).toEqual([{ cpu: 8000, memory: USABLE }]);
    expect(capacityOf(descriptionAt("existing")).nodes.map(({ name }) => name)).toEqual(["3 x worker"]);
    expect(capacityOf(descriptionAt("openstack")).nodes.map(({ name }) => name)).toEqual(["default: 3 x m1.xlarge"]);
  });
});
