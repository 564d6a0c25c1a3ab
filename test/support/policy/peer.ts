import type { NodeModel, PodModel, Protocol } from "./model";
import type { Labels } from "./selector";

/** A pod and what its namespace adds. */
export interface Pod extends PodModel {
  readonly id: string;
  readonly label: Labels;
  readonly namespaceLabel: Labels;
}

/** The other end of a connection, as the policy of a pod sees it. */
export type Peer =
  | { readonly kind: "pod"; readonly address: string; readonly pod: Pod }
  | {
      readonly kind: "node";
      readonly address: string;
      readonly node: NodeModel;
      readonly apiServer: boolean;
      /** Whose traffic the node forwards under its own address, where it is not its own. */
      readonly forwards?: string;
    }
  | { readonly kind: "outside"; readonly address: string; readonly name?: string; readonly apiServer: boolean };

/** A port at the pod, host or node where a connection ends; ports of pods may also go by a name. */
export interface AskedPort {
  readonly number: number;
  readonly protocol: Protocol;
  readonly pod?: Pod;
}

/** A peer in words, with the address that is seen. */
export function describePeer(peer: Peer): string {
  switch (peer.kind) {
    case "pod":
      return `pod ${peer.pod.id} (${peer.address})`;
    case "node": {
      const node = `node ${peer.node.name} (${peer.address})`;
      return peer.forwards === undefined ? node : `${node}, which stands for ${peer.forwards}`;
    }
    case "outside":
      return peer.name === undefined ? peer.address : `${peer.name} (${peer.address})`;
  }
}

/** A port in words: `8080/TCP`. */
export function describePort({ number, protocol }: Pick<AskedPort, "number" | "protocol">): string {
  return `${number}/${protocol}`;
}

/** The number behind the name of a port of a pod. */
export function portNamed(pod: Pod, name: string, protocol: Protocol): number | undefined {
  return pod.ports?.find((port) => port.name === name && (port.protocol ?? "TCP") === protocol)?.number;
}
