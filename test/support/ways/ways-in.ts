import { type Balanced, readBalancer } from "./balancer";
import { type Carriers, carriersOf, rulesOfEks } from "./carriers";
import { admits, type GroupRule, groupRules } from "./group-rules";
import { type BastionProxy, readHaproxy } from "./haproxy";
import { haproxyText } from "./haproxy-text";
import type { Stacks } from "./references";
import { BALANCER, BASTION, type Door, type Stand, WORKER_DOORS } from "./stands";
import { TestbedCluster } from "./testbed-cluster";

/** Somebody knocks at a door on a TCP port; at the load balancer he asks for a host. */
export interface Knock {
  readonly from: Stand;
  readonly at: Door;
  readonly port: number;
  readonly host?: string;
}

/** The only port on which the machines of the control plane listen, whatever their groups let through. */
const API_PORT = 443;

/** NFS, on which the server of shared volumes listens, and on no other. */
const NFS_PORT = 2049;

/** The ways into a testbed as its stacks make them: through security groups, HAProxy, the load balancer and policies. */
export class WaysIn {
  /** The rules of security groups that the stacks make. */
  readonly ownRules: readonly GroupRule[];
  readonly carriers: Carriers;
  readonly proxy: BastionProxy;
  readonly cluster: TestbedCluster;
  private readonly rules: readonly GroupRule[];
  private readonly balances: (port: number) => Balanced | undefined;

  constructor(
    stacks: Stacks,
    /** What counts. Without firewalls, policies have to hold alone. */
    private readonly layers: { readonly firewalls: boolean } = { firewalls: true },
  ) {
    this.carriers = carriersOf(stacks);
    this.ownRules = groupRules(stacks);
    this.rules = [...this.ownRules, ...rulesOfEks(this.carriers.workers)];
    this.proxy = readHaproxy(haproxyText(stacks));
    this.cluster = new TestbedCluster(stacks);
    this.balances = readBalancer(stacks);
  }

  /** Whom a knock may reach, over every layer: pods, each with its port, or a machine itself. */
  reached(knock: Knock): string[] {
    if (!this.passes(knock)) return [];
    return [...new Set(this.behind(knock))].sort();
  }

  private behind(knock: Knock): string[] {
    const { from, at, port } = knock;
    switch (at.kind) {
      case "bastion":
        return this.throughBastion(seenAs(from, at), port);
      case "balancer":
        return this.throughBalancer(port, knock.host);
      case "worker":
        if (this.cluster.hasNodePort(port)) {
          return this.cluster.podsReached({ from: sourceOf(from), to: { node: at.name }, port });
        }
        return this.mayLeave(knock) ? ["the machine"] : [];
      case "pod":
        return this.cluster.podsReached({ from: sourceOf(from), to: { pod: at.pod ?? "" }, port });
      case "api":
        return port === API_PORT && this.mayLeave(knock) ? ["the Kubernetes API"] : [];
      case "files":
        return port === NFS_PORT && this.mayLeave(knock) ? ["the shared volumes"] : [];
    }
  }

  private throughBastion(source: string, port: number): string[] {
    const handed = this.proxy.handsOn(port, source);
    if (handed === undefined) return ["the machine"];
    return handed.flatMap((to) => {
      if (to === "itself") return ["HAProxy"];
      if (to.role !== "worker") return [`the role ${to.role}`];
      return WORKER_DOORS.flatMap((at) => this.reached({ from: BASTION, at, port: to.port }));
    });
  }

  private throughBalancer(port: number, host: string | undefined): string[] {
    const balanced = this.balances(port);
    if (balanced === undefined) return [];
    const controllers = WORKER_DOORS.flatMap((at) => this.reached({ from: BALANCER, at, port: balanced.nodePort }));
    const routes = this.cluster.ingresses.filter((route) => route.host === host);
    // Whoever speaks TLS to the port of HTTP gets no host, nor who announces a client and is not believed.
    const speaking = controllers.filter((controller) => {
      const entry = this.cluster.entryPointOf(controller);
      return entry?.port === port && entry.believes(BALANCER.address) === balanced.proxyProtocol;
    });
    return speaking.flatMap((controller) =>
      routes.flatMap((route) => {
        const from = { pod: controller.replace(/:\d+$/, "") };
        return this.cluster.podsReached({ from, to: { service: route.service }, port: route.port });
      }),
    );
  }

  /** Whether security groups let it through at both ends, and the policies of a pod at its own. */
  private passes(knock: Knock): boolean {
    const { from, at, port } = knock;
    if ((at.kind === "bastion" || at.kind === "balancer") && !this.mayLeave(knock)) return false;
    if (!this.layers.firewalls) return true;
    const mine = from.carries === undefined ? [] : this.carriers[from.carries];
    const theirs = this.groupsOf(at);
    const leaves = admits(
      this.rules,
      "egress",
      mine,
      { address: at.address, groups: at.public === true ? [] : theirs },
      port,
    );
    const peer = { address: seenAs(from, at), groups: at.public === true ? [] : mine };
    return (mine.length === 0 || leaves) && admits(this.rules, "ingress", theirs, peer, port);
  }

  private mayLeave({ from, at, port }: Knock): boolean {
    return from.pod === undefined || this.cluster.mayLeave({ pod: from.pod }, at.address, port);
  }

  private groupsOf({ kind }: Door): readonly string[] {
    switch (kind) {
      case "bastion":
        return this.carriers.bastion;
      case "balancer":
        return this.carriers.balancer;
      case "worker":
      case "pod":
        return this.carriers.workers;
      case "api":
        return this.carriers.controlPlane;
      case "files":
        return this.carriers.files;
    }
  }
}

function seenAs(from: Stand, at: Door): string {
  return at.public === true ? from.outside : from.address;
}

function sourceOf({ pod, kind, name, address }: Stand) {
  if (pod !== undefined) return { pod };
  return kind === "worker" ? { node: name } : { address };
}
