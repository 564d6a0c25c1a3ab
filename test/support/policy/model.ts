/** A protocol with ports. */
export type Protocol = "TCP" | "UDP" | "SCTP";

/** Who applies the policies: a network plugin as the Kubernetes documentation describes it, or Cilium with its own defaults. */
export type Cni = "standard" | "cilium";

/** A machine of the cluster; others see its first address. */
export interface NodeModel {
  readonly name: string;
  readonly addresses: readonly [string, ...string[]];
}

/** A port that a container names. */
export interface NamedPort {
  readonly name: string;
  readonly number: number;
  /** @default "TCP" */
  readonly protocol?: Protocol;
}

/** A pod with an address of its own: pods of the host network are their node. */
export interface PodModel {
  readonly namespace: string;
  readonly name: string;
  readonly address: string;
  /** Name of the node that runs it. */
  readonly node: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Ports with a name; any other port can be asked for by number. */
  readonly ports?: readonly NamedPort[];
  /** Whether services lead to it. @default true */
  readonly ready?: boolean;
}

/** A cluster as far as it decides who reaches whom. */
export interface ClusterModel {
  readonly cni: Cni;
  readonly nodes: readonly NodeModel[];
  readonly pods: readonly PodModel[];
  /** Namespaces, services, NetworkPolicies and Cilium's policies, as `kubectl get -o json` prints them. */
  readonly objects: readonly unknown[];
  /** Addresses of the Kubernetes API, of nodes or of hosts outside: Cilium's entity `kube-apiserver`. @default none */
  readonly apiServers?: readonly string[];
}

/** Who asks: a pod (`namespace/name`), a node itself (such as its kubelet), or a host outside. */
export type Source = { readonly pod: string } | { readonly node: string } | { readonly address: string };

/**
 * Who is asked: a pod or service (`namespace/name`), a node (a node port, or the machine itself), or an address.
 * An address of a pod, node or service means that one. `name` is the DNS name that the client looked up to get the address.
 */
export type Target =
  | { readonly pod: string }
  | { readonly service: string }
  | { readonly node: string }
  | { readonly address: string; readonly name?: string };

/** May `from` reach `to`? */
export interface Question {
  readonly from: Source;
  readonly to: Target;
  /** The port that the client asks for: of a service its own port, not the one of its pods. */
  readonly port: number;
  /** @default "TCP" */
  readonly protocol?: Protocol;
}

/** Whether it may, and the policy or the isolation that decided, on which side, with the address that the target's policy sees. */
export interface Answer {
  readonly allowed: boolean;
  readonly because: string;
}
