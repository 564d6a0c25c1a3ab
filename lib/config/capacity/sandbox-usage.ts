import { DEFAULTS } from "../../defaults";
import { isNodePort } from "../node-ports/way-path";
import { allClaims } from "../sandbox/claims";
import type { ComponentDescription } from "../sandbox/component";
import { containerDisk } from "../sandbox/container-disk";
import { bytesOf, millicores } from "../sandbox/quantity";
import { replicasOf } from "../sandbox/replicas";
import type { ResourcesDescription } from "../sandbox/resources";
import type { SandboxDescription } from "../sandbox/sandbox";
import { oneNodeDatasets } from "../sandbox/volume-groups";
import { type Amounts, most } from "./amounts";

/** Pods of one kind that stand in a sandbox at the same time. */
export interface PodUsage {
  /** Component, or dataset that is loaded. */
  readonly name: string;
  /** Pods at a time when nothing is being changed. */
  readonly replicas: number;
  /** Pods more while it is being updated. */
  readonly surge: number;
  /** Of one pod. */
  readonly requests: Amounts;
  readonly limits: Amounts;
  /** Disk of the node that one pod may use, in bytes. */
  readonly disk: number;
}

/** All pods that a sandbox may have at a time: those of its components, and those that load its datasets. */
export function podsOf({ components, datasets }: SandboxDescription): PodUsage[] {
  const smallest = { requests: amountsOf(DEFAULTS.container.requests), limits: amountsOf(DEFAULTS.container.limits) };
  const disk = containerDisk([]);
  return [
    ...Object.entries(components).map(([name, component]) => podUsage(name, component, datasets)),
    ...Object.entries(datasets)
      .filter(([, { load }]) => load)
      .map(([name]) => ({ name: `the load of ${name}`, replicas: 1, surge: 0, ...smallest, disk })),
  ];
}

function podUsage(name: string, component: ComponentDescription, datasets: SandboxDescription["datasets"]): PodUsage {
  const waiting = component.dependsOn.length > 0 ? [DEFAULTS.container] : [];
  const containers = [...[component, ...component.init].map(({ resources }) => resources), ...waiting];
  const of = (kind: keyof ResourcesDescription) => most(containers.map((resources) => amountsOf(resources[kind])));
  return {
    name,
    replicas: replicasOf(component),
    surge: surgeOf(component, datasets),
    requests: of("requests"),
    limits: of("limits"),
    disk: containerDisk(Object.values(component.scratch)),
  };
}

/** An update without a gap starts a new pod before it ends an old one, which volumes of one node do not allow. */
export function surgeOf(component: ComponentDescription, datasets: SandboxDescription["datasets"]): number {
  return component.kind === "stateless" && oneNodeDatasets(component, datasets).length === 0 ? 1 : 0;
}

/** What the pods use together, updates included. */
export function total(pods: readonly PodUsage[], of: (pod: PodUsage) => number): number {
  return pods.reduce((all, pod) => all + (pod.replicas + pod.surge) * of(pod), 0);
}

function amountsOf({ cpu, memory }: { cpu: string; memory: string }): Amounts {
  return { cpu: millicores(cpu), memory: bytesOf(memory) };
}

/** The objects of each kind that a sandbox has, our own among them. */
export function objectsOf(sandbox: SandboxDescription) {
  const components = Object.entries(sandbox.components);
  const advertised = new Set(sandbox.expose.filter(({ advertise }) => advertise).map(({ component }) => component));
  const withPorts = components.filter(([, { ports }]) => Object.keys(ports).length > 0);
  const configured = components.filter(([name, { config }]) => Object.keys(config).length > 0 || advertised.has(name));
  const hosts = sandbox.expose.filter((exposure) => !isNodePort(exposure));
  return {
    services: withPorts.reduce((count, [, { aliases }]) => count + 1 + aliases.length, 0) + sandbox.expose.length,
    claims: allClaims(sandbox.datasets).length,
    secrets: Object.keys(sandbox.secrets).length + sandbox.pullSecrets.length + hosts.length,
    /** `testbed` is ours, `kube-root-ca.crt` that of Kubernetes. */
    configMaps: configured.length + 2,
  };
}

/** What a sandbox keeps free of the nodes, as its quota says. */
export function reservedBy({ quota }: SandboxDescription): Amounts {
  return amountsOf(quota.requests);
}

/** The pods of a sum, each with its amount and how many there are of it: for messages. */
export function describePods(pods: readonly PodUsage[], write: (pod: PodUsage) => string): string {
  return pods
    .map((pod) => {
      const count = pod.replicas + pod.surge;
      const why = pod.surge > 0 ? `, ${pod.surge} while updating` : "";
      return count === 1 ? `${pod.name} ${write(pod)}` : `${pod.name} ${count} x ${write(pod)}${why}`;
    })
    .join("; ");
}
