import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ClusterSync } from "../providers/rancher2/cluster-sync";
import { RancherApps } from "./rancher-apps";

/** What a `RancherReady` is made of. */
export interface RancherReadyProps {
  readonly clusterId: string;
  /** Machines that join the cluster. Default: people let them join */
  readonly after?: readonly ITerraformDependable[];
  /** Chart repositories that the catalogue offers, by name. */
  readonly catalogues: Readonly<Record<string, string>>;
  /** Whether Rancher's monitoring is installed. */
  readonly monitoring: boolean;
}

/** How often in a row Rancher has to say that a cluster is ready, five seconds apart: it changes its mind while machines come. */
const CONFIRMATIONS = 5;

/** How long Terraform waits for machines that people have to let join. */
const PATIENCE = "2h";

/** The moment when a cluster of Rancher has its machines and answers; what Rancher adds to it comes behind. */
export class RancherReady extends Construct {
  /** What everything waits for that needs the cluster. */
  readonly sync: ClusterSync;

  constructor(scope: Construct, id: string, { clusterId, after = [], catalogues, monitoring }: RancherReadyProps) {
    super(scope, id);
    this.sync = new ClusterSync(this, "sync", {
      clusterId,
      stateConfirm: CONFIRMATIONS,
      waitCatalogs: true,
      timeouts: { create: PATIENCE, update: PATIENCE },
      dependsOn: [...after],
    });
    new RancherApps(this, "apps", { clusterId, ready: this.sync, catalogues, monitoring });
  }
}
