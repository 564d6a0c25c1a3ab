import type { RancherRole } from "../machine";
import { isOn, type PlaceDescription } from "../place";
import { bytesOf, millicores } from "../sandbox/quantity";
import { type Amounts, NOTHING, sum, times } from "./amounts";
import { allocatableOf } from "./ec2-instance";

/** Nodes of one kind that pods of sandboxes may use. */
export interface NodeKind {
  readonly name: string;
  /** Instance type or flavor. Default: the kind has no other name than its own */
  readonly machine?: string;
  /** How many there are at most. */
  readonly count: number;
  /** What pods may ask for on one of them; undefined where nobody knows. */
  readonly allocatable: Amounts | undefined;
}

/** Memory below which the kubelet evicts pods (its own default). */
const EVICTION = bytesOf("100Mi");

/** Share of a virtual machine's memory that its kernel keeps. */
const KERNEL_SHARE = 0.03;

/**
 * What the static pods of RKE2 ask for on a node, by what it does (rancher/rke2, `pkg/podtemplate/config.go`, `defaultResources`): etcd; the
 * API server (250m, 1Gi), the scheduler (100m, 128Mi), the controller manager (200m, 256Mi) and the cloud controller (100m,
 * 128Mi; on OpenStack one of ours that asks for less). There is no kube-proxy.
 */
const KEPT_BY_ROLE: Readonly<Record<RancherRole, Amounts>> = {
  etcd: { cpu: 200, memory: bytesOf("512Mi") },
  controlplane: { cpu: 650, memory: bytesOf("1536Mi") },
  worker: NOTHING,
};

/** Requests of the EBS driver on every node (its chart: 3 containers of 10m and 40Mi). */
const EBS_ON_NODE = { cpu: 30, memory: 3 * bytesOf("40Mi") };

/** Requests of CoreDNS (its manifest on EKS: 2 pods). */
const CORE_DNS = times({ cpu: millicores("100m"), memory: bytesOf("70Mi") }, 2);

/** Requests of CoreDNS as RKE2 has it (rancher/rke2-charts, rke2-coredns: 2 pods, and one that decides how many). */
const RKE2_DNS = sum([times({ cpu: 100, memory: bytesOf("128Mi") }, 2), { cpu: 25, memory: bytesOf("16Mi") }]);

/** Requests of Rancher's monitoring ("Helm Chart Options", Rancher): Prometheus, its operator, Alertmanager, Grafana and kube-state-metrics. */
const MONITORING = { cpu: 750 + 4 * 100, memory: bytesOf("1750Mi") + 3 * bytesOf("100Mi") + bytesOf("130Mi") };

/** What it asks for on every node: its exporter. */
const MONITORING_ON_NODE = { cpu: 100, memory: bytesOf("30Mi") };

/** Requests of the EBS controller (2 pods of 6 containers). */
const EBS_CONTROLLER = times({ cpu: millicores("10m"), memory: bytesOf("40Mi") }, 12);

/** The nodes of a place that pods of sandboxes may use, at their most: not those whose taints keep pods away. */
export function nodeKinds(place: PlaceDescription): NodeKind[] {
  if (isOn(place, "aws")) {
    return open(place.aws.nodes).map(([name, { instance, max }]) => ({
      name,
      machine: instance,
      count: max,
      allocatable: allocatableOf(instance),
    }));
  }
  if (isOn(place, "openstack")) {
    const groups = open(place.openstack.nodes).filter(([, { roles }]) => roles.includes("worker"));
    return groups.map(([name, { flavor, count, ...node }]) => ({ ...kind(name, count, node), machine: flavor }));
  }
  if (isOn(place, "rancher")) {
    const hosts = open(place.rancher.hosts).filter(([, { roles }]) => roles.includes("worker"));
    return hosts.map(([name, node]) => kind(name, 1, node));
  }
  return open(place.existing?.nodes ?? {}).map(([name, { count, ...node }]) =>
    kind(name, count, { ...node, roles: [] }),
  );
}

/** What the target itself runs on so many nodes; of a cluster that exists, its description leaves it out. */
export function addOns(place: PlaceDescription, nodes: number): Amounts {
  if (isOn(place, "aws")) return sum([CORE_DNS, EBS_CONTROLLER, times(EBS_ON_NODE, nodes)]);
  if (place.existing) return NOTHING;
  const server = place.openstack?.rancher ?? place.rancher?.server;
  return server?.monitoring ? sum([RKE2_DNS, MONITORING, times(MONITORING_ON_NODE, nodes)]) : RKE2_DNS;
}

/** Where a place describes its nodes. */
export function nodesPath(place: PlaceDescription): string[] {
  if (isOn(place, "rancher")) return ["rancher", "hosts"];
  return [isOn(place, "openstack") ? "openstack" : isOn(place, "existing") ? "existing" : "aws", "nodes"];
}

type Tainted = { readonly taints: readonly { readonly effect: string }[] };

/** Those that any pod may use. */
function open<T extends Tainted>(nodes: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(nodes).filter(([, { taints }]) => taints.every(({ effect }) => effect === "PreferNoSchedule"));
}

interface Machine {
  readonly cpu: string;
  readonly memory: string;
  readonly roles: readonly RancherRole[];
}

function kind(name: string, count: number, { cpu, memory, roles }: Machine): NodeKind {
  const kept = sum(roles.map((role) => KEPT_BY_ROLE[role]));
  const allocatable = {
    cpu: Math.max(0, millicores(cpu) - kept.cpu),
    memory: Math.max(0, Math.floor(bytesOf(memory) * (1 - KERNEL_SHARE)) - EVICTION - kept.memory),
  };
  return { name, count, allocatable };
}
