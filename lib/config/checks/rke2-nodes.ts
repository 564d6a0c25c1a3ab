import { quote } from "../../quote";
import { NODE_ROLES, type RancherRole } from "../machine";
import { isOn, type PlaceDescription } from "../place";
import type { PathStep } from "../problem";
import { bytesOf, millicores } from "../sandbox/quantity";
import { type Check, type CheckFinding, placeError, repeated } from "./check";

/** Labels that the kubelet may not set itself (Kubernetes, NodeRestriction), and those of Rancher and RKE2. */
const RESERVED_LABEL = /^([a-z0-9.-]+\.)?(kubernetes\.io|k8s\.io|cattle\.io|rke2\.io)\//;

/** What RKE2 wants of every machine: 2 cores and 4 GB ("Requirements", docs.rke2.io), the latter as its kernel may count it. */
const LEAST = { cpu: 2000, memory: bytesOf("3500Mi") };

/** Nodes that are alike, and where a place describes them. */
export interface Rke2Nodes {
  readonly path: PathStep[];
  readonly count: number;
  readonly cpu: string;
  readonly memory: string;
  readonly roles: readonly RancherRole[];
  readonly taints: readonly { readonly key: string; readonly effect: string }[];
  readonly labels: Readonly<Record<string, string>>;
}

/** The nodes of a cluster that Rancher makes: each thing is done by one of them, and etcd can have a majority. */
export const checkRke2Nodes: Check = ({ place }) => {
  const { path, nodes } = rke2NodesOf(place);
  if (path.length === 0) return [];
  return [...checkRoles(path, nodes), ...nodes.flatMap(checkNode), ...nodes.flatMap(checkSize)];
};

/** The nodes of a cluster that Rancher makes; none, and no path, where it makes none. */
export function rke2NodesOf(place: PlaceDescription): { path: PathStep[]; nodes: Rke2Nodes[] } {
  if (isOn(place, "openstack")) {
    const path = ["openstack", "nodes"];
    const groups = Object.entries(place.openstack.nodes);
    return { path, nodes: groups.map(([name, group]) => ({ ...group, path: [...path, name] })) };
  }
  if (!isOn(place, "rancher")) return { path: [], nodes: [] };
  const path = ["rancher", "hosts"];
  const hosts = Object.entries(place.rancher.hosts);
  return { path, nodes: hosts.map(([name, host]) => ({ ...host, count: 1, path: [...path, name] })) };
}

function checkRoles(path: PathStep[], nodes: readonly Rke2Nodes[]): CheckFinding[] {
  const counted = (role: RancherRole, some = nodes) =>
    some.filter(({ roles }) => roles.includes(role)).reduce((all, { count }) => all + count, 0);
  const at = { target: "key", restsOn: [path] } as const;
  const missing = NODE_ROLES.filter((role) => counted(role) === 0);
  if (missing.length > 0) {
    const what = `has no node with the role ${missing.join(", ")}`;
    return [placeError(path, what, "Give each of etcd, controlplane and worker to one node or more.", at)];
  }
  const findings: CheckFinding[] = [];
  const etcd = counted("etcd");
  if (etcd % 2 === 0 || etcd > 7) {
    const what = `has ${etcd} nodes with the role etcd, and etcd wants an odd number, 7 at most`;
    findings.push(placeError(path, what, "Choose 1, or 3 to lose one without harm, or 5 to lose two.", at));
  }
  const open = nodes.filter(({ taints }) => taints.every(({ effect }) => effect === "PreferNoSchedule"));
  if (counted("worker", open) === 0) {
    const what = "has no worker for CoreDNS and the like: every one of them is tainted";
    findings.push(placeError(path, what, "Add a worker without taints.", at));
  }
  return findings;
}

function checkNode({ path, roles, taints, labels }: Rke2Nodes): CheckFinding[] {
  const listed = (key: string, texts: readonly string[]) =>
    repeated(texts.map((text, index) => ({ path: [...path, key, index], text })));
  const reserved = Object.keys(labels).filter((label) => RESERVED_LABEL.test(label));
  return [
    ...listed("roles", roles),
    ...listed(
      "taints",
      taints.map(({ key, effect }) => `${key}:${effect}`),
    ),
    ...reserved.map((key) => {
      const what = `${quote(key)} is a label that Kubernetes and Rancher keep for themselves`;
      return placeError([...path, "labels", key], what, "Choose a domain of your own.", { target: "key" });
    }),
  ];
}

function checkSize({ path, cpu, memory }: Rke2Nodes): CheckFinding[] {
  const small = [
    ...(millicores(cpu) < LEAST.cpu ? [{ key: "cpu", has: cpu, wants: "2 cores" }] : []),
    ...(bytesOf(memory) < LEAST.memory ? [{ key: "memory", has: memory, wants: "4 GB" }] : []),
  ];
  return small.map(({ key, has, wants }) => {
    const what = `"${has}" is less than the ${wants} that RKE2 wants of a machine`;
    return placeError([...path, key], what, "Choose a larger one.", { severity: "warning" });
  });
}
