import type { RancherRole } from "../machine";
import { isOn, type PlaceDescription } from "../place";
import { bytesOf, millicores } from "../sandbox/quantity";
import { type Amounts, NOTHING, sum, times } from "./amounts";
import { allocatableOf } from "./ec2-instance";

/** Nodes of one kind that pods of sandboxes may use. */
export interface NodeKind {
  readonly name: string;
  /** What one of them is called, for tables: an instance type, a flavor, a size. */
  readonly machine: string;
  /** How many there are at most. */
  readonly count: number;
  /** What pods may ask for on one of them; undefined where nobody knows. */
  readonly allocatable: Amounts | undefined;
}

/** Memory below which the kubelet evicts pods (its own default). */
const EVICTION = bytesOf("100Mi");

/** Share of a virtual machine's memory that its kernel keeps. */
const KERNEL_SHARE = 0.03;

/** What RKE2 keeps for its own pods on a node, by what the node does (`control-plane-resource-requests` of RKE2, its defaults). */
const KEPT_BY_ROLE: Readonly<Record<RancherRole, Amounts>> = {
  etcd: { cpu: 200, memory: bytesOf("512Mi") },
  controlplane: { cpu: 650, memory: bytesOf("1536Mi") },
  worker: NOTHING,
};

/** Requests of the EBS driver on every node (its chart: 3 containers of 10m and 40Mi). */
const EBS_ON_NODE = { cpu: 30, memory: 3 * bytesOf("40Mi") };

/** Requests of CoreDNS (its manifest on EKS, and the chart of RKE2: 2 pods of 100m). */
const CORE_DNS = times({ cpu: millicores("100m"), memory: bytesOf("70Mi") }, 2);

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
    return groups.map(([name, { flavor, count, ...node }]) => kind(name, flavor, count, node));
  }
  if (isOn(place, "rancher")) {
    const hosts = open(place.rancher.hosts).filter(([, { roles }]) => roles.includes("worker"));
    return hosts.map(([name, node]) => kind(name, sizeOf(node), 1, node));
  }
  return open(place.existing?.nodes ?? {}).map(([name, { count, ...node }]) =>
    kind(name, sizeOf(node), count, { ...node, roles: [] }),
  );
}

/** What the target itself runs on so many nodes; of a cluster that exists, its description leaves it out. */
export function addOns(place: PlaceDescription, nodes: number): Amounts {
  if (isOn(place, "aws")) return sum([CORE_DNS, EBS_CONTROLLER, times(EBS_ON_NODE, nodes)]);
  return place.existing ? NOTHING : CORE_DNS;
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

function sizeOf({ cpu, memory }: Pick<Machine, "cpu" | "memory">): string {
  return `${cpu} CPU ${memory}`;
}

function kind(name: string, machine: string, count: number, { cpu, memory, roles }: Machine): NodeKind {
  const kept = sum(roles.map((role) => KEPT_BY_ROLE[role]));
  const allocatable = {
    cpu: Math.max(0, millicores(cpu) - kept.cpu),
    memory: Math.max(0, Math.floor(bytesOf(memory) * (1 - KERNEL_SHARE)) - EVICTION - kept.memory),
  };
  return { name, machine, count, allocatable };
}
