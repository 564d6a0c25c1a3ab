import { canonical } from "./address";
import type { ClusterModel, Cni, NodeModel, PodModel } from "./model";
import { readObjects } from "./objects";
import type { Peer, Pod } from "./peer";
import type { Policy } from "./policy";
import type { Service } from "./service";

/** What an address stands for. */
export type Place =
  | { readonly kind: "pod"; readonly pod: Pod }
  | { readonly kind: "node"; readonly node: NodeModel }
  | { readonly kind: "service"; readonly service: Service }
  | { readonly kind: "outside"; readonly address: string };

/** A checked cluster: whatever is named exists, and each address belongs to one. */
export class Cluster {
  readonly cni: Cni;
  readonly pods: readonly Pod[];
  readonly services: readonly Service[];
  readonly policies: readonly Policy[];
  private readonly nodes: readonly NodeModel[];
  private readonly places = new Map<string, Place>();
  private readonly apiServers: ReadonlySet<string>;

  constructor({ cni, nodes, pods, objects, apiServers = [] }: ClusterModel) {
    const { namespaces, services, policies } = readObjects(objects, cni);
    this.cni = cni;
    this.nodes = nodes;
    this.services = services;
    this.policies = policies;
    this.apiServers = new Set(apiServers.map(canonical));
    for (const node of nodes) for (const address of node.addresses) this.occupy(address, { kind: "node", node });
    this.pods = pods.map((model) => {
      this.node(model.node);
      const pod = podOf(model, namespaces.get(model.namespace));
      this.occupy(model.address, { kind: "pod", pod });
      return pod;
    });
    for (const service of services) {
      if (service.address !== undefined) this.occupy(service.address, { kind: "service", service });
    }
  }

  pod(id: string): Pod {
    return one(`pod ${id}`, this.pods, (pod) => pod.id === id);
  }

  node(name: string): NodeModel {
    return one(`node ${name}`, this.nodes, (node) => node.name === name);
  }

  service(id: string): Service {
    return one(`service ${id}`, this.services, (service) => service.id === id);
  }

  /** What an address stands for: any that no pod, node or service has is outside. */
  at(address: string): Place {
    const key = canonical(address);
    return this.places.get(key) ?? { kind: "outside", address: key };
  }

  podPeer(pod: Pod): Peer {
    return { kind: "pod", pod, address: canonical(pod.address) };
  }

  /** A node, or traffic of someone else that it forwards under its own address. */
  nodePeer(node: NodeModel, forwards?: string): Peer {
    const apiServer = node.addresses.some((address) => this.apiServers.has(canonical(address)));
    return {
      kind: "node",
      node,
      apiServer,
      address: canonical(node.addresses[0]),
      ...(forwards !== undefined && { forwards }),
    };
  }

  outsidePeer(address: string, name?: string): Peer {
    const apiServer = this.apiServers.has(address);
    return { kind: "outside", address, apiServer, ...(name !== undefined && { name }) };
  }

  private occupy(address: string, place: Place): void {
    const key = canonical(address);
    if (this.places.has(key)) throw new Error(`${address} belongs to more than one pod, node or service`);
    this.places.set(key, place);
  }
}

function podOf(model: PodModel, namespace: Readonly<Record<string, string>> | undefined): Pod {
  const { labels = {} } = model;
  const id = `${model.namespace}/${model.name}`;
  if (namespace === undefined) throw new Error(`pod ${id}: there is no namespace ${model.namespace}`);
  return { ...model, id, label: (key) => labels[key], namespaceLabel: (key) => namespace[key] };
}

function one<Item>(title: string, items: readonly Item[], is: (item: Item) => boolean): Item {
  const [first, second] = items.filter(is);
  if (first === undefined) throw new Error(`there is no ${title}`);
  if (second !== undefined) throw new Error(`there is more than one ${title}`);
  return first;
}
