import { Cluster } from "../policy/cluster";
import { Expressions } from "../policy/expressions";
import { objectsOfStack } from "../policy/from-terraform";
import { judge } from "../policy/judge";
import type { PodModel, Question, Source } from "../policy/model";
import { routesOf } from "../policy/routes";
import type { Block, StackJson } from "../synth";
import { holds } from "./group-rules";
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

/** An entry point of the ingress controller. */
export interface EntryPoint {
  /** Port at the load balancer. */
  readonly port: number;
  /** Whether it takes a connection from an address for that of a client whom the connection names. */
  believes(address: string): boolean;
}

/** Namespace of the ingress controller (INF-15). */
const CONTROLLER = "ingress-nginx";

/** Another namespace that no policy of ours holds, and that nobody lets in. */
const TOOLS = "devops";

/**
 * A cluster with everything that the stacks put into it: on each node an ingress controller, in each namespace a pod that asks, and
 * one that serves in each namespace of the platform.
 */
export class TestbedCluster {
  readonly pods: readonly PodModel[];
  readonly ingresses: readonly IngressRoute[];
  private readonly cluster: Cluster;
  private readonly services: readonly ServiceObject[];
  private readonly entryPoints: ReturnType<typeof entryPointsOf>;

  constructor(stacks: Stacks) {
    const frames = Object.values(stacks).flatMap((stack) => {
      const [namespace, ...more] = namespacesOf(stack);
      return namespace === undefined || more.length > 0 ? [] : [{ name: namespace, stack }];
    });
    const platforms = Object.entries(stacks).filter(([, stack]) => namespacesOf(stack).length > 1);
    const [platform, ...others] = platforms;
    if (platform === undefined || others.length > 0) throw new Error("There is not one platform.");
    const shared = namespacesOf(platform[1]);
    this.entryPoints = entryPointsOf(stacks, platform[0]);
    const apps = Object.values(stacks).filter(({ resource }) => !resource?.kubernetes_namespace_v1);
    const workloads = apps.flatMap((stack) => [
      ...podsOf(stack, "kubernetes_deployment_v1"),
      ...podsOf(stack, "kubernetes_stateful_set_v1"),
    ]);
    const asking = frames.flatMap(({ name }) => [
      { namespace: name, name: "probe", labels: {} },
      { namespace: name, name: "solver", labels: { "acme.cert-manager.io/http01-solver": "true" } },
    ]);
    const controllers = WORKERS.map((_, index) => {
      return { namespace: CONTROLLER, name: `controller-${index + 1}`, labels: { app: "controller" } };
    });
    const free = [...shared, TOOLS].map((namespace) => ({ namespace, name: "probe", labels: {} }));
    const serving = shared
      .filter((namespace) => namespace !== CONTROLLER)
      .map((namespace) => ({ namespace, name: "server", labels: {} }));
    this.pods = [...controllers, ...free, ...serving, ...workloads, ...PARTNERS, ...asking].map(placed);
    this.ingresses = frames.flatMap(({ stack }) => ingressesOf(stack));
    const objects = [
      ...frames.flatMap(({ stack }) => objectsOfStack(stack, valuesOf(stack, ENTRY_ADDRESS))),
      ...apps.flatMap((stack) => objectsOfStack(stack)),
      ...objectsOfStack(platform[1]),
    ];
    this.services = objects.filter(({ kind }) => kind === "Service") as unknown as ServiceObject[];
    this.cluster = new Cluster({
      cni: "cilium",
      nodes: WORKERS.map(({ name, address }) => ({ name, addresses: [address] })),
      pods: this.pods,
      objects: [
        ...objects,
        { apiVersion: "v1", kind: "Namespace", metadata: { name: TOOLS } },
        controllerService(this.entryPoints),
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

  /** What a port of the ingress controller's pods is, such as `ingress-nginx/controller-1:8000`. */
  entryPointOf(controller: string): EntryPoint | undefined {
    return this.entryPoints.find(({ podPort }) => controller.endsWith(`:${podPort}`));
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

function namespacesOf({ resource }: StackJson): string[] {
  return Object.values(resource?.kubernetes_namespace_v1 ?? {}).map(
    ({ metadata }) => (metadata as { name: string }).name,
  );
}

/** Ports at the load balancer, and those of Traefik's pods as its chart has them, by entry point. */
const ENTRY_POINTS = { web: { port: 80, podPort: 8000 }, websecure: { port: 443, podPort: 8443 } };

/** The entry points of the ingress controller, as the platform sets them in the values of its chart. */
function entryPointsOf(stacks: Stacks, platform: string) {
  const releases = Object.values(stacks[platform]?.resource?.helm_release ?? {});
  const traefik = releases.filter(({ chart }) => chart === "traefik");
  const [release] = traefik;
  if (release === undefined || traefik.length > 1) throw new Error(`${platform}: there is not one ingress controller`);
  const [known, referring] = release.values as [string, string];
  const { ports } = JSON.parse(known) as { ports: Record<string, { nodePort: number }> };
  return Object.entries(ENTRY_POINTS).map(([name, at]) => {
    const pattern = new RegExp(`"${name}" = \\{"proxyProtocol" = \\{"trustedIPs" = (data\\.[\\w.]+)\\}`);
    const trusted = listOf(stacks, platform, pattern.exec(referring)?.[1] ?? "");
    const nodePort = ports[name]?.nodePort;
    if (nodePort === undefined) throw new Error(`${platform}: the entry point ${name} has no node port`);
    return { ...at, nodePort, believes: (address: string) => trusted.some((network) => holds(network, address)) };
  });
}

/** A list that another stack publishes. */
function listOf(stacks: Stacks, stack: string, reference: string): string[] {
  const [, state = "", output = ""] = /^data\.terraform_remote_state\.(\w+)\.outputs\.(\w+)$/.exec(reference) ?? [];
  const value = stacks[stack.replace(/[^-]+$/, state)]?.output?.[output]?.value;
  if (!Array.isArray(value)) throw new Error(`${stack}: "${reference}" is no list of another stack`);
  return value;
}

function controllerService(entryPoints: ReturnType<typeof entryPointsOf>): object {
  const ports = entryPoints.map(({ port, podPort, nodePort }) => ({ port, targetPort: podPort, nodePort }));
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "controller", namespace: CONTROLLER },
    spec: { type: "NodePort", externalTrafficPolicy: "Local", selector: { app: "controller" }, ports },
  };
}
