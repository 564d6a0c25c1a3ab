import type { ClusterModel, Cni, PodModel, Source, Target } from "./model";
import { reachability } from "./reach";

/** Two namespaces with pods on two nodes, DNS, and hosts outside. */
export const NODES: ClusterModel["nodes"] = [
  { name: "n1", addresses: ["10.0.0.1"] },
  { name: "n2", addresses: ["10.0.0.2", "198.51.100.2"] },
];

export const PODS: readonly PodModel[] = [
  { namespace: "a", name: "client", address: "10.1.0.1", node: "n1", labels: { app: "client", tier: "front" } },
  { namespace: "a", name: "other", address: "10.1.1.2", node: "n2", labels: { app: "other" } },
  {
    namespace: "b",
    name: "server",
    address: "10.1.1.1",
    node: "n2",
    labels: { app: "server" },
    ports: [
      { name: "http", number: 8080 },
      { name: "dns", number: 5353, protocol: "UDP" },
    ],
  },
  {
    namespace: "b",
    name: "peer",
    address: "10.1.0.3",
    node: "n1",
    labels: { app: "peer", tier: "front" },
    ports: [{ name: "http", number: 9090 }],
  },
  {
    namespace: "kube-system",
    name: "dns",
    address: "10.1.0.53",
    node: "n1",
    labels: { "k8s-app": "kube-dns" },
    ports: [{ name: "dns", number: 53, protocol: "UDP" }],
  },
];

/** Pods and hosts that the tests ask about. */
export const CLIENT = { pod: "a/client" };
export const OTHER = { pod: "a/other" };
export const SERVER = { pod: "b/server" };
export const PEER = { pod: "b/peer" };
export const DNS = { pod: "kube-system/dns" };
export const HOST = { address: "203.0.113.9" };
export const BASTION = { address: "192.0.2.10" };
export const METADATA = { address: "169.254.169.254" };

const NAMESPACES = [namespace("a", { team: "red" }), namespace("b", { team: "blue" }), namespace("kube-system")];

/** The cluster with policies, services and whatever else a test changes. */
export function clusterWith(objects: readonly unknown[], changes: Partial<ClusterModel> = {}): ClusterModel {
  return { cni: "standard", nodes: NODES, pods: PODS, ...changes, objects: [...NAMESPACES, ...objects] };
}

/** A question of the tests: who asks whom, on which port (8080 where none is named), such as `53/UDP`. */
export type Asked = readonly [from: Source, to: Target, port?: string];

/** The answer of a cluster to one question. */
export function ask(cluster: ClusterModel, [from, to, port = "8080"]: Asked) {
  const [number, protocol = "TCP"] = port.split("/");
  if (protocol !== "TCP" && protocol !== "UDP" && protocol !== "SCTP") throw new Error(`${protocol} has no ports`);
  return reachability(cluster)({ from, to, port: Number(number), protocol });
}

/** The answer of the cluster with some objects. */
export function answer(cni: Cni, objects: readonly unknown[], ...asked: Asked) {
  return ask(clusterWith(objects, { cni }), asked);
}

/** A namespace. */
export function namespace(name: string, labels: Record<string, string> = {}): unknown {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

/** A NetworkPolicy; `id` is its namespace and name. */
export function networkPolicy(id: string, spec: Record<string, unknown>): unknown {
  return { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: metadataOf(id), spec };
}

/** A CiliumNetworkPolicy; `id` is its namespace and name. Without a selector it is about all pods. */
export function ciliumPolicy(id: string, spec: Record<string, unknown>): unknown {
  const all = { endpointSelector: {}, ...spec };
  return { apiVersion: "cilium.io/v2", kind: "CiliumNetworkPolicy", metadata: metadataOf(id), spec: all };
}

/** A service; `id` is its namespace and name. */
export function service(id: string, spec: Record<string, unknown>): unknown {
  return { apiVersion: "v1", kind: "Service", metadata: metadataOf(id), spec };
}

/** A NetworkPolicy for all pods of `b`, with ingress rules. */
export function ingressOfB(...ingress: unknown[]): unknown {
  return networkPolicy("b/in", { podSelector: {}, policyTypes: ["Ingress"], ingress });
}

/** A NetworkPolicy for all pods of `a`, with egress rules. */
export function egressOfA(...egress: unknown[]): unknown {
  return networkPolicy("a/out", { podSelector: {}, policyTypes: ["Egress"], egress });
}

function metadataOf(id: string): unknown {
  const [space, name] = id.split("/");
  return { namespace: space, name };
}
