import { readAddressBlock } from "./address";
import type { Field } from "./field";
import { readPodSelector } from "./identity-label";
import type { Cni } from "./model";
import { readObjectName } from "./named-object";
import { ANY_PORT, ANYONE, type PeerTest, type Policy, type PortTest, type Rule, SILENT } from "./policy";
import { portCalled, portRange, readPortName, readPortNumber } from "./ports";
import { readSelector } from "./selector";

interface Context {
  readonly namespace: string;
  readonly cni: Cni;
}

/**
 * Reads a NetworkPolicy of `networking.k8s.io/v1`.
 *
 * An `ipBlock` matches every address under a standard network plugin, those of pods and nodes too. Cilium knows pods and nodes
 * by identity and never by address: there it matches only hosts outside the cluster.
 */
export function readNetworkPolicy(object: Field, cni: Cni): Policy {
  const { metadata, spec } = object.fields("apiVersion", "kind", "metadata", "spec", "status");
  const { id, namespace } = readObjectName(metadata);
  const { podSelector, policyTypes, ingress, egress } = spec.fields("podSelector", "policyTypes", "ingress", "egress");
  const pods = readPodSelector(podSelector, cni);
  const context = { namespace, cni };
  const rules = {
    Ingress: (ingress.list() ?? []).map((rule) => readRule(rule, "from", context)),
    Egress: (egress.list() ?? []).map((rule) => readRule(rule, "to", context)),
  };
  const types = readTypes(policyTypes, rules.Egress.length > 0);
  const section = (type: "Ingress" | "Egress") =>
    types.includes(type) ? { isolates: true, allows: rules[type], denies: [] } : SILENT;
  return {
    title: `NetworkPolicy ${id}`,
    selects: (pod) => pod.namespace === namespace && pods.matches(pod.label),
    ingress: section("Ingress"),
    egress: section("Egress"),
  };
}

/** Without types a policy is about ingress, and about egress only if it has rules for it: an empty `egress` is not enough. */
function readTypes(field: Field, hasEgress: boolean): readonly string[] {
  const types = (field.list() ?? []).map((type) => type.oneOf("Ingress", "Egress"));
  if (types.length > 0) return types;
  return hasEgress ? ["Ingress", "Egress"] : ["Ingress"];
}

/** A rule without peers is about all of them, and one without ports about all ports; rules for a direction not in the types have no effect. */
function readRule(field: Field, side: "from" | "to", context: Context): Rule {
  const { [side]: peers, ports } = field.fields(side, "ports");
  const peerTests = (peers.list() ?? []).map((peer) => readPeer(peer, context));
  const portTests = (ports.list() ?? []).map(readPort);
  return {
    peers: peerTests.length === 0 ? ANYONE : (peer, view) => peerTests.some((test) => test(peer, view)),
    ports: portTests.length === 0 ? ANY_PORT : (port) => portTests.some((test) => test(port)),
  };
}

function readPeer(field: Field, context: Context): PeerTest {
  const { podSelector, namespaceSelector, ipBlock } = field.fields("podSelector", "namespaceSelector", "ipBlock");
  if (!ipBlock.absent) {
    if (!podSelector.absent || !namespaceSelector.absent) ipBlock.fail("cannot stand beside a selector");
    const contains = readAddressBlock(ipBlock);
    return (peer) => (context.cni === "standard" || peer.kind === "outside") && contains(peer.address);
  }
  if (podSelector.absent && namespaceSelector.absent) field.fail("must have a selector or an ipBlock");
  const pods = readPodSelector(podSelector, context.cni);
  const namespaces = readSelector(namespaceSelector);
  return (peer) =>
    peer.kind === "pod" &&
    pods.matches(peer.pod.label) &&
    (namespaceSelector.absent ? peer.pod.namespace === context.namespace : namespaces.matches(peer.pod.namespaceLabel));
}

function readPort(field: Field): PortTest {
  const { port, endPort, protocol } = field.fields("port", "endPort", "protocol");
  const wanted = protocol.absent ? "TCP" : protocol.oneOf("TCP", "UDP", "SCTP");
  if (typeof port.value !== "number" && !endPort.absent) endPort.fail("needs a port that is a number");
  const test = readPortTest(port, endPort);
  return (asked) => asked.protocol === wanted && test(asked);
}

function readPortTest(port: Field, endPort: Field): PortTest {
  if (port.absent) return ANY_PORT;
  return typeof port.value === "number" ? portRange(readPortNumber(port), endPort) : portCalled(readPortName(port));
}
