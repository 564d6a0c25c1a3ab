import type { PodModel } from "../policy/model";
import { type Declaration, type DeclaredWay, type Exposed, podsBehind } from "./declaration";
import { holds } from "./group-rules";
import type { Knock } from "./ways-in";

/** Node ports of the ingress controller, and the ports of its pods behind them (SB-2). */
const CONTROLLER_PORTS = new Map([
  [32080, 8000],
  [32443, 8443],
]);

/** Ports of the platform's pods that anybody may reach; no firewall lets anybody come that far from outside. */
const OPEN_PORTS: Readonly<Record<string, readonly number[]>> = {
  "cert-manager": [10250],
  "ingress-nginx": [8000, 8443],
  platform: [10250],
  storage: [],
};

/** Port of the shared volumes (NFS). */
const NFS_PORT = 2049;

/** Port on which pods of cert-manager prove that a host is held. */
const SOLVER_PORT = 8089;

/** What a declaration opens, in the words of its file: whom each knock may reach, given which worker has which pods. */
export class Expected {
  constructor(
    private readonly declaration: Declaration,
    private readonly pods: readonly PodModel[],
  ) {}

  /** Whom a knock may reach. */
  reached(knock: Knock): string[] {
    return [...new Set(this.open(knock))].sort();
  }

  /** Whom a knock at a node port or a pod may reach where no firewall stands before it. */
  reachedPastFirewalls(knock: Knock): string[] {
    const { from, at, port } = knock;
    if (at.kind === "pod" && isOpen(at.pod, port) && from.kind !== "pod") return [`${at.pod}:${port}`];
    if (from.kind !== "bastion" || at.kind !== "pod") return this.reached(knock);
    return this.hasWay(exposedBy(at.pod, port)) ? [`${at.pod}:${port}`] : [];
  }

  /** Where the bastion hands on what comes in on a port. */
  handedOn(port: number, source: string): { role: string; port: number }[] {
    const open = this.waysAt(port).some(({ networks }) => networks.some((network) => holds(network, source)));
    return open ? [{ role: "worker", port }] : [];
  }

  private open(knock: Knock): string[] {
    const { from, at, port, host } = knock;
    switch (at.kind) {
      case "bastion":
        return this.mayKnock(knock) ? this.throughBastion(at.public ? from.outside : from.address, port) : [];
      case "balancer":
        return this.mayKnock(knock) && (port === 80 || port === 443) ? this.behindHost(host) : [];
      case "worker":
        return this.atWorker(knock);
      case "pod":
        return this.atPod(knock);
      case "api":
        return this.reachesApi(knock) ? ["the Kubernetes API"] : [];
      case "files":
        return port === NFS_PORT && (knock.from.kind === "worker" || isFree(knock.from)) ? ["the shared volumes"] : [];
    }
  }

  /** Who may go to the bastion and to the load balancer at all; there, all are alike. */
  private mayKnock({ from, at, port }: Knock): boolean {
    switch (from.kind) {
      case "outside":
      case "machine":
      case "worker":
        return true;
      case "bastion":
        return at.kind === "balancer" && port === 443;
      case "balancer":
        return false;
      case "pod":
        return isFree(from) || (at.public === true && (this.declaration.internet[spaceOf(from)] ?? []).includes(port));
    }
  }

  private throughBastion(source: string, port: number): string[] {
    const ways = this.waysAt(port).filter(({ networks }) => networks.some((network) => holds(network, source)));
    return ways.flatMap((way) => podsBehind(this.declaration, way));
  }

  private behindHost(host: string | undefined): string[] {
    const hosts = this.declaration.hosts.filter((one) => one.host === host);
    return hosts.flatMap((one) => podsBehind(this.declaration, one));
  }

  /** A worker hands on to its own pods what the bastion or the load balancer sends, or what it asks itself. */
  private atWorker({ from, at, port }: Knock): string[] {
    const here = (pods: readonly string[]) => pods.filter((pod) => this.nodeOf(pod) === at.name);
    const ways = this.waysAt(port).map((way) => ({ way, pods: podsBehind(this.declaration, way) }));
    const controllers = CONTROLLER_PORTS.has(port)
      ? WORKER_NUMBERS.map((number) => `ingress-nginx/controller-${number}:${CONTROLLER_PORTS.get(port)}`)
      : [];
    const isTaken = ways.length + controllers.length > 0;
    switch (from.kind) {
      case "outside":
      case "machine":
        return [];
      case "bastion":
        return ways.flatMap(({ pods }) => here(pods));
      case "balancer":
        return here(controllers);
      case "worker":
        if (!isTaken) return ["the machine"];
        return [...here(controllers), ...(from.name === at.name ? ways.flatMap(({ pods }) => here(pods)) : [])];
      case "pod":
        if (!isFree(from)) return ways.flatMap(({ way, pods }) => (way.sandbox === spaceOf(from) ? pods : []));
        if (!isTaken) return ["the machine"];
        return [
          ...controllers,
          ...ways.flatMap(({ way, pods }) => (isController(from) && this.hasHost(way) ? pods : [])),
        ];
    }
  }

  private atPod({ from, at, port }: Knock): string[] {
    const pod = at.pod ?? "";
    if (isPlatform(pod)) return this.atPlatform(from, pod, port);
    const exposed = exposedBy(pod, port);
    const { sandbox } = exposed;
    const reaches = {
      outside: false,
      machine: false,
      balancer: false,
      // Its firewall opens the numbers of node ports, on pods too; the policies, the ports behind them.
      bastion: this.hasWay(exposed) && this.waysAt(port).length > 0,
      worker: from.name === this.nodeOf(pod),
      pod: isController(from) ? this.hasHost(exposed) || this.isSolver(exposed) : spaceOf(from) === sandbox,
    };
    return reaches[from.kind] ? [`${pod}:${port}`] : [];
  }

  /** Workers and their pods reach what is open, and a worker its own pods; sandboxes reach nothing of it. */
  private atPlatform(from: Knock["from"], pod: string, port: number): string[] {
    const isOwn = from.kind === "worker" && from.name === this.nodeOf(pod);
    const mayAsk = from.kind === "worker" || isFree(from);
    return isOwn || (mayAsk && isOpen(pod, port)) ? [`${pod}:${port}`] : [];
  }

  private reachesApi({ from, port }: Knock): boolean {
    return port === 443 && (from.kind === "worker" || from.kind === "bastion" || isFree(from));
  }

  private waysAt(port: number): readonly DeclaredWay[] {
    return this.declaration.ways.filter(({ nodePort }) => nodePort === port);
  }

  private hasWay(at: Exposed): boolean {
    return this.declaration.ways.some((way) => isSame(way, at));
  }

  private hasHost(at: Exposed): boolean {
    return this.declaration.hosts.some((host) => isSame(host, at));
  }

  private isSolver({ sandbox, component, port }: Exposed): boolean {
    return (
      component === "solver" &&
      port === SOLVER_PORT &&
      this.declaration.hosts.some((one) => one.sandbox === sandbox && one.ownCertificate)
    );
  }

  private nodeOf(pod: string): string | undefined {
    const id = pod.replace(/:\d+$/, "");
    return this.pods.find(({ namespace, name }) => `${namespace}/${name}` === id)?.node;
  }
}

const WORKER_NUMBERS = [1, 2, 3];

function isSame(one: Exposed, other: Exposed): boolean {
  return one.sandbox === other.sandbox && one.component === other.component && one.port === other.port;
}

/** What a port of a pod is exposed as, where it is: pods are called by their component and a number. */
function exposedBy(pod: string | undefined, port: number): Exposed {
  const [sandbox = "", name = ""] = (pod ?? "").split("/");
  return { sandbox, component: name.replace(/-\d+$/, ""), port };
}

function spaceOf({ pod = "" }: Knock["from"]): string {
  return pod.split("/")[0] ?? "";
}

/** Whether it is a pod of the ingress controller's namespace, which hosts let in. */
function isController(from: Knock["from"]): boolean {
  return spaceOf(from) === "ingress-nginx";
}

/** Whether it is a pod that no policy of ours keeps from going out. */
function isFree(from: Knock["from"]): boolean {
  return isPlatform(from.pod) || spaceOf(from) === "devops";
}

/** Whether it is a pod of the platform. */
function isPlatform(pod = ""): boolean {
  return (pod.split("/")[0] ?? "") in OPEN_PORTS;
}

/** Whether anybody may reach a port of a pod of the platform. */
function isOpen(pod = "", port: number): boolean {
  return OPEN_PORTS[pod.split("/")[0] ?? ""]?.includes(port) ?? false;
}
