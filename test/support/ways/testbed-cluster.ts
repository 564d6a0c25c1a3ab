import { Cluster } from "../policy/cluster";
import { Expressions } from "../policy/expressions";
import { objectsOfStack } from "../policy/from-terraform";
import { judge } from "../policy/judge";
import type { PodModel, Question, Source } from "../policy/model";
import { routesOf } from "../policy/routes";
import type { Block, StackJson } from "../synth";
import type { Stacks } from "./references";
import { ENTRY_ADDRESS, WORKERS } from "./stands";
import { valuesOf } from "./terraform-values";

/** Where an ingress leads. */
export interface IngressRoute {
  readonly host: string;
  /** Namespace and name. */
  readonly service: string;
  readonly port: number;
}

/** Namespace of the ingress controller, and the node ports that a later slice gives it (INF-15, SB-2). */
const CONTROLLER = "ingress-nginx";
const CONTROLLER_PORTS = { 32080: 80, 32443: 443 };

/** Another namespace that no policy of ours holds, and that nobody lets in. */
const TOOLS = "devops";

/** A cluster with everything that the stacks put into it: on each node an ingress controller, in each namespace a pod that asks. */
export class TestbedCluster {
  readonly pods: readonly PodModel[];
  readonly ingresses: readonly IngressRoute[];
  private readonly cluster: Cluster;
  private readonly services: readonly ServiceObject[];

  constructor(stacks: Stacks) {
    const frames = Object.values(stacks).flatMap((stack) => {
      const [namespace] = Object.values(stack.resource?.kubernetes_namespace_v1 ?? {});
      return namespace === undefined ? [] : [{ name: (namespace.metadata as { name: string }).name, stack }];
    });
    const apps = Object.values(stacks).filter(({ resource }) => !resource?.kubernetes_namespace_v1);
    const workloads = apps.flatMap((stack) => [
      ...podsOf(stack, "kubernetes_deployment_v1"),
      ...podsOf(stack, "kubernetes_stateful_set_v1"),
    ]);
    const others = frames.flatMap(({ name }) => [
      { namespace: name, name: "probe", labels: {} },
      { namespace: name, name: "solver", labels: { "acme.cert-manager.io/http01-solver": "true" } },
    ]);
    const controllers = WORKERS.map((_, index) => {
      return { namespace: CONTROLLER, name: `controller-${index + 1}`, labels: { app: "controller" } };
    });
    const free = [CONTROLLER, TOOLS].map((namespace) => ({ namespace, name: "probe", labels: {} }));
    this.pods = [...controllers, ...free, ...workloads, ...PARTNERS, ...others].map(placed);
    this.ingresses = frames.flatMap(({ stack }) => ingressesOf(stack));
    const objects = [
      ...frames.flatMap(({ stack }) => objectsOfStack(stack, valuesOf(stack, ENTRY_ADDRESS))),
      ...apps.flatMap((stack) => objectsOfStack(stack)),
    ];
    this.services = objects.filter(({ kind }) => kind === "Service") as unknown as ServiceObject[];
    this.cluster = new Cluster({
      cni: "cilium",
      nodes: WORKERS.map(({ name, address }) => ({ name, addresses: [address] })),
      pods: this.pods,
      objects: [
        ...objects,
        ...[CONTROLLER, TOOLS].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
        controllerService(),
      ],
    });
  }

  /** Whether some service has a node port. */
  hasNodePort(port: number): boolean {
    return this.cluster.services.some(({ ports }) => ports.some(({ nodePort }) => nodePort === port));
  }

  /** Node ports of services of the sandboxes, `any` for each that the cluster would choose. */
  get nodePorts(): (number | "any")[] {
    return this.services.flatMap(({ spec: { type, ports } }) =>
      type === "NodePort" || type === "LoadBalancer" ? ports.map(({ nodePort }) => nodePort ?? "any") : [],
    );
  }

  /** The pods that a connection may end at, each with its port. */
  podsReached(question: Question): string[] {
    const pods = routesOf(this.cluster, question).flatMap((route) => {
      const last = "legs" in route ? route.legs.at(-1) : undefined;
      if (!("legs" in route) || last?.side !== "ingress" || !this.allows(route.legs)) return [];
      return [`${last.subject.id}:${last.port.number}`];
    });
    return [...new Set(pods)].sort();
  }

  /** Whether a pod may send to an address that is no pod's. */
  mayLeave(from: Source, address: string, port: number): boolean {
    return routesOf(this.cluster, { from, to: { address }, port }).some(
      (route) => "legs" in route && this.allows(route.legs),
    );
  }

  private allows(legs: readonly Parameters<typeof judge>[0][]): boolean {
    return legs.every((leg) => judge(leg, this.cluster.policies, this.cluster.cni).allowed);
  }
}

type Unplaced = Omit<PodModel, "address" | "node">;

/** Pods that a partner's own repository makes in pilot13. */
const PARTNERS: readonly Unplaced[] = [
  { namespace: "pilot13", name: "crawler-0", labels: { "app.kubernetes.io/name": "crawler" } },
];

function podsOf({ resource }: StackJson, type: string): Unplaced[] {
  return Object.values(resource?.[type] ?? {}).flatMap(({ metadata, spec }) => {
    const { name, namespace } = metadata as { name: string; namespace: string };
    const { replicas, template } = spec as { replicas?: number; template: { metadata: Block } };
    const labels = template.metadata.labels as Record<string, string>;
    return Array.from({ length: Number(replicas ?? 1) }, (_, index) => {
      const own = type.includes("stateful_set")
        ? { "statefulset.kubernetes.io/pod-name": `${name}-${index}` }
        : undefined;
      return { namespace, name: `${name}-${index}`, labels: { ...labels, ...own } };
    });
  });
}

/** One after the other over all nodes, so that the pods of a component stand apart. */
function placed(pod: Unplaced, index: number): PodModel {
  const node = WORKERS[index % WORKERS.length]?.name ?? "";
  return { ...pod, node, address: `192.168.${130 + Math.floor(index / 200)}.${1 + (index % 200)}` };
}

function ingressesOf({ resource = {} }: StackJson): IngressRoute[] {
  const expressions = new Expressions(resource, {});
  return Object.entries(resource.kubernetes_ingress_v1 ?? {}).flatMap(([id, { metadata, spec }]) => {
    const { namespace } = expressions.resolve(metadata, id) as { namespace: string };
    const { ingress_class_name: className, rule } = spec as { ingress_class_name: string; rule: IngressRule[] };
    if (className !== "testbed") throw new Error(`${id}: no controller serves the class ${className}`);
    return rule.flatMap(({ host, http }) =>
      http.path.map(({ backend: { service } }) => {
        return { host, service: `${namespace}/${service.name}`, port: service.port.number };
      }),
    );
  });
}

interface ServiceObject {
  readonly spec: { readonly type?: string; readonly ports: readonly { readonly nodePort?: number }[] };
}

interface IngressRule {
  readonly host: string;
  readonly http: { readonly path: { backend: { service: { name: string; port: { number: number } } } }[] };
}

function controllerService(): object {
  const ports = Object.entries(CONTROLLER_PORTS).map(([nodePort, port]) => ({ port, nodePort: Number(nodePort) }));
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "controller", namespace: CONTROLLER },
    spec: { type: "NodePort", externalTrafficPolicy: "Local", selector: { app: "controller" }, ports },
  };
}
