import { quote } from "../../quote";
import { NODE_ROLES, type RancherRole } from "../machine";
import { isOn, type PlaceDescription } from "../place";
import type { PathStep } from "../problem";
import { type Check, type CheckFinding, placeError, repeated } from "./check";

/** Labels that the kubelet may not set itself (Kubernetes, NodeRestriction), and those of Rancher and RKE2. */
const RESERVED_LABEL = /^([a-z0-9.-]+\.)?(kubernetes\.io|k8s\.io|cattle\.io|rke2\.io)\//;

interface Nodes {
  readonly path: PathStep[];
  readonly count: number;
  readonly roles: readonly RancherRole[];
  readonly taints: readonly { readonly key: string; readonly effect: string }[];
  readonly labels: Readonly<Record<string, string>>;
}

/** The nodes of a cluster that Rancher makes: each thing is done by one of them, and etcd can have a majority. */
export const checkRke2Nodes: Check = ({ place }) => {
  const { path, nodes } = nodesOf(place);
  if (path.length === 0) return [];
  return [...checkRoles(path, nodes), ...nodes.flatMap(checkNode)];
};

function nodesOf(place: PlaceDescription): { path: PathStep[]; nodes: Nodes[] } {
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

function checkRoles(path: PathStep[], nodes: readonly Nodes[]): CheckFinding[] {
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

function checkNode({ path, roles, taints, labels }: Nodes): CheckFinding[] {
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
