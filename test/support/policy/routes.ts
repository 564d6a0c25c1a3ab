import type { Cluster, Place } from "./cluster";
import type { Leg } from "./judge";
import type { NodeModel, Protocol, Question } from "./model";
import { describePeer, describePort, type Peer } from "./peer";
import { type Backend, backendsOf, podsOf, type Service } from "./service";

/** One way that a connection may take: the policies on it, or why it ends before any. */
export type Route =
  | { readonly via?: string; readonly legs: readonly Leg[] }
  | { readonly via?: string; readonly refusal: string };

/** Who asks, and how others see him. */
interface Client {
  readonly place: Exclude<Place, { kind: "service" }>;
  readonly peer: Peer;
}

interface Asked {
  readonly number: number;
  readonly protocol: Protocol;
}

/**
 * The ways that a connection may take. Policies judge it after the translation of services, so a service means its pods, and each
 * pod behind it is a way of its own.
 */
export function routesOf(cluster: Cluster, { from, to, port, protocol = "TCP" }: Question): Route[] {
  const client = clientOf(cluster, from);
  const asked: Asked = { number: port, protocol };
  const target = placeOf(cluster, to);
  switch (target.kind) {
    case "pod":
      return [{ legs: legsToPod(cluster, client, client.peer, { pod: target.pod, number: port }, protocol) }];
    case "service":
      return toService(cluster, client, target.service, asked);
    case "node":
      return toNode(cluster, client, target.node, asked);
    case "outside": {
      const name = "address" in to ? to.name : undefined;
      return [{ legs: legsOut(client, cluster.outsidePeer(target.address, name), asked) }];
    }
  }
}

function clientOf(cluster: Cluster, from: Question["from"]): Client {
  const place = placeOf(cluster, from);
  switch (place.kind) {
    case "pod":
      return { place, peer: cluster.podPeer(place.pod) };
    case "node":
      return { place, peer: cluster.nodePeer(place.node) };
    case "outside":
      return { place, peer: cluster.outsidePeer(place.address) };
    case "service":
      throw new Error(`${place.service.id} is a service: nobody asks from its address`);
  }
}

function placeOf(cluster: Cluster, end: Question["from"] | Question["to"]): Place {
  if ("pod" in end) return { kind: "pod", pod: cluster.pod(end.pod) };
  if ("node" in end) return { kind: "node", node: cluster.node(end.node) };
  if ("service" in end) return { kind: "service", service: cluster.service(end.service) };
  return cluster.at(end.address);
}

/** The address of a service answers within the cluster alone; names of a headless one are the addresses of its pods. */
function toService(cluster: Cluster, client: Client, service: Service, asked: Asked): Route[] {
  const title = `service ${service.id}`;
  if (service.headless) {
    const backends = podsOf(service, cluster.pods).map((pod) => ({ pod, number: asked.number }));
    return toBackends(cluster, client, title, backends, asked.protocol);
  }
  if (client.place.kind === "outside") return [{ refusal: `${title} has an address only within the cluster` }];
  const port = service.ports.find(({ number, protocol }) => number === asked.number && protocol === asked.protocol);
  if (port === undefined) return [{ refusal: `${title} has no port ${describePort(asked)}` }];
  return toBackends(cluster, client, title, backendsOf(service, port, cluster.pods), asked.protocol);
}

function toBackends(
  cluster: Cluster,
  client: Client,
  title: string,
  backends: readonly Backend[],
  protocol: Protocol,
  seen: readonly Peer[] = [client.peer],
): Route[] {
  if (backends.length === 0) return [{ refusal: `${title} has no ready pod` }];
  return backends.flatMap((backend) =>
    seen.map((peer) => ({
      via: `${title} leads to pod ${backend.pod.id}`,
      legs: legsToPod(cluster, client, peer, backend, protocol),
    })),
  );
}

/** A node port where a service has one, else the machine itself. */
function toNode(cluster: Cluster, client: Client, node: NodeModel, asked: Asked): Route[] {
  const [found] = cluster.services.flatMap((service) =>
    service.ports
      .filter(({ nodePort, protocol }) => nodePort === asked.number && protocol === asked.protocol)
      .map((port) => ({ service, port })),
  );
  if (found === undefined) return [{ legs: legsOut(client, cluster.nodePeer(node), asked) }];
  const { service, port } = found;
  const backends = backendsOf(service, port, cluster.pods);
  const title = `node port ${asked.number} of node ${node.name} (service ${service.id})`;
  const routes = throughNode(cluster, client, node, service, backends, title, asked);
  return client.place.kind === "pod"
    ? [...toBackends(cluster, client, `${title}, translated before it leaves,`, backends, asked.protocol), ...routes]
    : routes;
}

/**
 * A node port that the node asked translates. With the policy Local it leads only to pods of that node, and they see the client;
 * with Cluster it leads to any, and they see the node. Some implementations show the client to a pod of the same node even so,
 * which no one may count on.
 *
 * For a pod that asks it is open whether its own node translates before policies look, and whose address is seen if not, so all
 * of that counts as ways.
 */
function throughNode(
  cluster: Cluster,
  client: Client,
  node: NodeModel,
  service: Service,
  backends: readonly Backend[],
  title: string,
  asked: Asked,
): Route[] {
  const reached = service.local ? backends.filter(({ pod }) => pod.node === node.name) : backends;
  if (reached.length === 0 && backends.length > 0) {
    return [{ refusal: `${title} drops it: no ready pod runs there, and externalTrafficPolicy is Local` }];
  }
  const seen = service.local ? clientsSeen(cluster, client) : [forwarder(cluster, client, node)];
  const ways = toBackends(cluster, client, title, reached, asked.protocol, seen);
  if (client.place.kind !== "pod") return ways;
  const leaving = legsOut(client, cluster.nodePeer(node), asked);
  return ways.map((way) =>
    "legs" in way ? { ...way, legs: [...leaving, ...way.legs.filter(({ side }) => side === "ingress")] } : way,
  );
}

/** A pod's own node may put its address in the place of the pod's. */
function clientsSeen(cluster: Cluster, { place, peer }: Client): Peer[] {
  return place.kind === "pod" ? [peer, cluster.nodePeer(cluster.node(place.pod.node), describePeer(peer))] : [peer];
}

function forwarder(cluster: Cluster, { place, peer }: Client, node: NodeModel): Peer {
  const own = place.kind === "node" && place.node.name === node.name;
  return own ? peer : cluster.nodePeer(node, describePeer(peer));
}

/** The way to a pod: out of the client if it is a pod, and into the target. A pod always reaches itself. */
function legsToPod(cluster: Cluster, client: Client, seen: Peer, { pod, number }: Backend, protocol: Protocol): Leg[] {
  const port = { number, protocol, pod };
  const into: Leg = { side: "ingress", subject: pod, peer: seen, port };
  if (client.place.kind !== "pod") return [into];
  if (client.place.pod === pod) return [];
  return [{ side: "egress", subject: client.place.pod, peer: cluster.podPeer(pod), port }, into];
}

function legsOut({ place }: Client, peer: Peer, port: Asked): Leg[] {
  if (place.kind !== "pod")
    throw new Error(`no policy of a pod decides about ${describePeer(peer)}: no pod is involved`);
  return [{ side: "egress", subject: place.pod, peer, port }];
}
