/** Nodes that a way leads to: those that run the sandboxes, or those that run the Kubernetes API (SB-2). */
export type NodeRole = "worker" | "control-plane";

/** One way through the bastion: a port in front, and one on nodes behind. */
export interface Way {
  /** Port of the bastion. */
  readonly port: number;
  /** Port on each node. Default: the same as in front (INF-44) */
  readonly nodePort?: number;
  /** Which nodes it is balanced over. Default: `worker` */
  readonly to?: NodeRole;
  /** Whose it is, for names in logs, statistics and firewall rules: a sandbox, or a part of the testbed. */
  readonly owner: string;
  /** What it leads to there. */
  readonly target: string;
  /** Networks that may come in, in CIDR form; `anywhere` by name. None: nobody */
  readonly from: readonly string[] | "anywhere";
  /** Whether the bastion tells whom it leads to who the client is (PROXY protocol, version 2). Default: false */
  readonly proxyProtocol?: boolean;
}
