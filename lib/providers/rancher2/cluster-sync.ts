import { type IResolvable, type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { RANCHER2 } from "./metadata";

/** Arguments of the wait for a cluster. */
export interface ClusterSyncConfig extends TerraformMetaArguments {
  /** The `clusterV1Id` of the cluster. */
  readonly clusterId: string;
  /** How often, five seconds apart, the cluster must be seen active. The default is 1. */
  readonly stateConfirm?: number;
  /** Whether the chart repositories must be read, too. The default is no. */
  readonly waitCatalogs?: boolean | IResolvable;
  readonly timeouts?: ClusterSyncTimeouts;
}

/** How long the wait for a cluster may take. */
export interface ClusterSyncTimeouts {
  /** Such as `90m`. The default is 30 minutes. */
  readonly create?: string;
  /** The default is 30 minutes. */
  readonly update?: string;
}

/** Waits for a cluster to be active. */
export class ClusterSync extends TerraformResource {
  static readonly tfResourceType = "rancher2_cluster_sync";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: ClusterSyncConfig,
  ) {
    super(scope, id, { ...config, ...RANCHER2, terraformResourceType: ClusterSync.tfResourceType });
  }

  get id() {
    return this.getStringAttribute("id");
  }

  get defaultProjectId() {
    return this.getStringAttribute("default_project_id");
  }

  get systemProjectId() {
    return this.getStringAttribute("system_project_id");
  }

  protected override synthesizeAttributes() {
    return {
      cluster_id: this.config.clusterId,
      state_confirm: this.config.stateConfirm,
      wait_catalogs: this.config.waitCatalogs,
      timeouts: this.config.timeouts && writeTimeouts(this.config.timeouts),
    };
  }
}

function writeTimeouts(block: ClusterSyncTimeouts) {
  return { create: block.create, update: block.update };
}
