import { DEFAULTS } from "../defaults";

/** A taint that keeps pods off the nodes that do not tolerate it. */
export interface NodeTaint {
  readonly key: string;
  /** Default: none */
  readonly value?: string;
  readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** The image of a node group: its processor, and the accelerator that it has drivers for. */
export class NodeImage {
  static readonly X86_64 = new NodeImage("AL2023_x86_64_STANDARD");
  static readonly ARM_64 = new NodeImage("AL2023_ARM_64_STANDARD");
  static readonly X86_64_NVIDIA = new NodeImage("AL2023_x86_64_NVIDIA");
  static readonly ARM_64_NVIDIA = new NodeImage("AL2023_ARM_64_NVIDIA");
  static readonly X86_64_NEURON = new NodeImage("AL2023_x86_64_NEURON");

  /** An AMI type of EKS that is newer than this library. */
  static of(amiType: string): NodeImage {
    return new NodeImage(amiType);
  }

  private constructor(readonly amiType: string) {}
}

/** What a caller says about a group of nodes. */
export interface NodeGroupOptions {
  /** EC2 instance type; a change rolls the nodes. Default: `t3a.xlarge`, 4 vCPU and 16 GB (INF-13) */
  readonly instance?: string;
  /** A change replaces the group. Default: `NodeImage.X86_64` */
  readonly image?: NodeImage;
  /** Spot instances: cheaper, and taken away on two minutes' notice. A change replaces the group. Default: false */
  readonly spot?: boolean;
  /** Size of the root volume in GiB. Default: 50 (INF-13) */
  readonly diskGib?: number;
  /** Fewest nodes; at most as many as there are when it is raised: scale the group first. Default: 2 (INF-13) */
  readonly min?: number;
  /** Nodes at creation; afterwards the desired size is left to the autoscaler. Default: 2 (INF-13) */
  readonly initial?: number;
  /** Most nodes; at least as many as there are when it is lowered: scale the group first. Default: 3 (INF-13) */
  readonly max?: number;
  /**
   * Zone slots of the network that the nodes stand in. Default: a and b. A change replaces the group, which is why a new
   * zone of the network does not join by itself
   */
  readonly zones?: readonly string[];
  /** Kubernetes labels of the nodes. Default: none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints of the nodes, beside Cilium's start-up taint. Default: none */
  readonly taints?: readonly NodeTaint[];
}

/** How many nodes a group starts with. */
export function initialNodes(options: NodeGroupOptions): number {
  return options.initial ?? DEFAULTS.nodes.initial;
}

/** The zone slots that a group stands in. */
export function zonesOf(options: NodeGroupOptions): readonly string[] {
  return options.zones ?? DEFAULTS.zones;
}

/** Whether a group has nodes from the start that any pod may use: those that CoreDNS and the like run on. */
export function isForEveryone(options: NodeGroupOptions): boolean {
  return initialNodes(options) > 0 && (options.taints ?? []).every(({ effect }) => effect === "PreferNoSchedule");
}
