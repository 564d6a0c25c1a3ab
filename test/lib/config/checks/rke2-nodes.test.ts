import { describe, expect, it } from "vitest";
import { checkRke2Nodes, rke2NodesOf } from "../../../../lib/config/checks/rke2-nodes";
import { ALL_ROLES, descriptionAt, findings, found } from "../support/places";

const SIZE = { flavor: "m1.xlarge", cpu: "8", memory: "32Gi" };
const group = (count: number, roles: readonly string[], more: object = {}) => ({ ...SIZE, count, roles, ...more });
const onOpenstack = (nodes: object) => found(checkRke2Nodes, "openstack", { target: { nodes } });
const onRancher = (hosts: object) => found(checkRke2Nodes, "rancher", { target: { hosts } });
const host = (last: number, roles: readonly string[], more: object = {}) => ({
  address: `10.0.0.${last}`,
  cpu: "8",
  memory: "32Gi",
  roles,
  ...more,
});
const TAINT = { taints: [{ key: "gpu", effect: "NoSchedule" }] };

describe("the check of nodes that Rancher makes a cluster of", () => {
  it.each([1, 3, 5, 7])("given %i nodes that do everything, then it is content", (count) => {
    expect(onOpenstack({ default: group(count, ALL_ROLES) })).toEqual([]);
  });

  it("given roles over several groups or hosts, then it counts all of them", () => {
    expect(
      onOpenstack({ a: group(2, ["etcd"]), b: group(1, ["etcd", "controlplane"]), c: group(2, ["worker"]) }),
    ).toEqual([]);
    expect(
      onRancher({ a: host(11, ["etcd", "controlplane"]), b: host(12, ["worker"]), c: host(13, ["worker"]) }),
    ).toEqual([]);
  });

  it.each([2, 4, 6, 8, 9])(
    "given %i nodes that keep the state, then they have no majority, or are too many",
    (count) => {
      expect(onOpenstack({ default: group(count, ALL_ROLES) })).toEqual([
        `openstack.nodes: has ${count} nodes with the role etcd, and etcd wants an odd number, 7 at most`,
      ]);
    },
  );

  it("given hosts, then each of them counts once", () => {
    expect(onRancher({ a: host(11, ALL_ROLES), b: host(12, ["etcd"]) })).toEqual([
      "rancher.hosts: has 2 nodes with the role etcd, and etcd wants an odd number, 7 at most",
    ]);
  });

  it("given a thing that nobody does, then it names all of those", () => {
    expect(onOpenstack({ default: group(3, ["etcd"]) })).toEqual([
      "openstack.nodes: has no node with the role controlplane, worker",
    ]);
    expect(onOpenstack({ a: group(3, ["etcd", "controlplane"]), b: group(0, ["worker"]) })).toEqual([
      "openstack.nodes: has no node with the role worker",
    ]);
    expect(onRancher({})).toEqual(["rancher.hosts: has no node with the role etcd, controlplane, worker"]);
  });

  it("given workers that are all tainted, then CoreDNS has nowhere to run", () => {
    const control = group(3, ["etcd", "controlplane"]);
    const message = "openstack.nodes: has no worker for CoreDNS and the like: every one of them is tainted";
    expect(onOpenstack({ control, gpu: group(2, ["worker"], TAINT) })).toEqual([message]);
    expect(onOpenstack({ control, gpu: group(2, ["worker"], TAINT), none: group(0, ["worker"]) })).toEqual([message]);
    expect(onOpenstack({ control, gpu: group(2, ["worker"], TAINT), one: group(1, ["worker"]) })).toEqual([]);
    const preferred = { taints: [{ key: "gpu", effect: "PreferNoSchedule" }] };
    expect(onOpenstack({ control, gpu: group(2, ["worker"], preferred) })).toEqual([]);
  });

  it("given a role or a taint twice, then it is one too many; other effects of one key are others", () => {
    const twice = [...ALL_ROLES, "worker"];
    const taints = ["PreferNoSchedule", "PreferNoSchedule", "NoExecute"].map((effect) => ({ key: "db", effect }));
    expect(onRancher({ a: host(11, twice), b: host(12, ["worker"], { taints }) })).toEqual([
      'rancher.hosts.a.roles.3: "worker" stands here a second time',
      'rancher.hosts.b.taints.1: "db:PreferNoSchedule" stands here a second time',
    ]);
  });

  it.each(["kubernetes.io/role", "node.kubernetes.io/x", "k8s.io/x", "rke.cattle.io/x", "rke2.io/x"])(
    "given the label %s, then it is somebody else's",
    (label) => {
      expect(
        findings(checkRke2Nodes, "openstack", {
          target: { nodes: { a: group(1, ALL_ROLES, { labels: { [label]: "x" } }) } },
        }),
      ).toEqual([
        {
          path: ["openstack", "nodes", "a", "labels", label],
          target: "key",
          what: `"${label}" is a label that Kubernetes and Rancher keep for themselves`,
          mend: "Choose a domain of your own.",
        },
      ]);
    },
  );

  it.each(["gpu", "example.org/gpu", "kubernetes.io.example.org/x", "mykubernetes.io/x"])(
    "given the label %s, then it is content",
    (label) => {
      expect(onOpenstack({ a: group(1, ALL_ROLES, { labels: { [label]: "x" } }) })).toEqual([]);
    },
  );

  it("given machines that are smaller than RKE2 wants, then it warns of each of what they lack", () => {
    const nodes = (cpu: string, memory: string) => ({ a: group(1, ALL_ROLES, { cpu, memory }) });
    expect(onOpenstack(nodes("2", "3500Mi"))).toEqual([]);
    expect(onOpenstack(nodes("1999m", "3499Mi"))).toEqual([
      'warning: openstack.nodes.a.cpu: "1999m" is less than the 2 cores that RKE2 wants of a machine',
      'warning: openstack.nodes.a.memory: "3499Mi" is less than the 4 GB that RKE2 wants of a machine',
    ]);
  });

  it("given another target, then nothing is checked", () => {
    for (const target of ["aws", "existing"] as const) {
      expect(found(checkRke2Nodes, target)).toEqual([]);
      expect(rke2NodesOf(descriptionAt(target).place)).toEqual({ path: [], nodes: [] });
    }
  });
});
