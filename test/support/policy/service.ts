import { canonical } from "./address";
import type { Field } from "./field";
import type { Protocol } from "./model";
import { readObjectName } from "./named-object";
import { type Pod, portNamed } from "./peer";
import { readPortName, readPortNumber } from "./ports";

/** A port of a service. */
export interface ServicePort {
  readonly number: number;
  readonly protocol: Protocol;
  /** The port of the pods: its number or its name. */
  readonly target: number | string;
  readonly nodePort?: number;
}

/** A service and the pods behind it. */
export interface Service {
  readonly id: string;
  readonly namespace: string;
  /** Undefined where the cluster chooses it, and for a headless service. */
  readonly address?: string;
  /** Whether names of the service stand for the addresses of its pods, so that nothing is translated. */
  readonly headless: boolean;
  /** Whether a node port leads only to pods of the node that was asked, and keeps the address of the client. */
  readonly local: boolean;
  readonly publishesUnready: boolean;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
}

/** A pod behind a service and the port on which it serves. */
export interface Backend {
  readonly pod: Pod;
  readonly number: number;
}

/** Fields that choose addresses or keep a client at one pod, which decides nothing here. */
const HARMLESS = [
  "clusterIPs",
  "ipFamilies",
  "ipFamilyPolicy",
  "sessionAffinity",
  "sessionAffinityConfig",
  "allocateLoadBalancerNodePorts",
  "healthCheckNodePort",
] as const;

/** Reads a service. Of one of the type LoadBalancer the node ports count; its own address belongs to a machine outside. */
export function readService(object: Field): Service {
  const { metadata, spec } = object.fields("apiVersion", "kind", "metadata", "spec", "status");
  const { id, namespace } = readObjectName(metadata);
  const fields = spec.fields(
    ...HARMLESS,
    "type",
    "clusterIP",
    "selector",
    "ports",
    "externalTrafficPolicy",
    "internalTrafficPolicy",
    "publishNotReadyAddresses",
  );
  if (!fields.type.absent) fields.type.oneOf("ClusterIP", "NodePort", "LoadBalancer");
  if (!fields.internalTrafficPolicy.absent) fields.internalTrafficPolicy.oneOf("Cluster");
  const { externalTrafficPolicy: external, publishNotReadyAddresses: unready, clusterIP } = fields;
  const selector = fields.selector.texts();
  if (Object.keys(selector).length === 0)
    fields.selector.fail("services without selector are not known to the evaluator");
  const headless = clusterIP.value === "None";
  return {
    id,
    namespace,
    headless,
    selector,
    ...(!headless && !clusterIP.absent && { address: canonical(clusterIP.text()) }),
    local: !external.absent && external.oneOf("Cluster", "Local") === "Local",
    publishesUnready: !unready.absent && unready.boolean(),
    ports: (fields.ports.list() ?? []).map(readServicePort),
  };
}

/** The pods behind a service; a pod without the named port is none of them. */
export function backendsOf(service: Service, port: ServicePort, pods: readonly Pod[]): Backend[] {
  return podsOf(service, pods).flatMap((pod) => {
    const number = typeof port.target === "number" ? port.target : portNamed(pod, port.target, port.protocol);
    return number === undefined ? [] : [{ pod, number }];
  });
}

/** The ready pods that a service selects. */
export function podsOf(service: Service, pods: readonly Pod[]): Pod[] {
  const wanted = Object.entries(service.selector);
  return pods.filter(
    (pod) =>
      pod.namespace === service.namespace &&
      wanted.every(([key, value]) => pod.label(key) === value) &&
      (service.publishesUnready || pod.ready !== false),
  );
}

function readServicePort(field: Field): ServicePort {
  const { port, protocol, targetPort, nodePort } = field.fields(
    "name",
    "port",
    "protocol",
    "targetPort",
    "nodePort",
    "appProtocol",
  );
  const number = readPortNumber(port);
  return {
    number,
    protocol: protocol.absent ? "TCP" : protocol.oneOf("TCP", "UDP", "SCTP"),
    target: readTarget(targetPort) ?? number,
    ...(!nodePort.absent && { nodePort: readPortNumber(nodePort) }),
  };
}

function readTarget(field: Field): number | string | undefined {
  if (field.absent) return undefined;
  return typeof field.value === "number" ? readPortNumber(field) : readPortName(field);
}
