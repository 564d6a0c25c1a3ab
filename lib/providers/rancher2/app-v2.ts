import { type IResolvable, type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { RANCHER2 } from "./metadata";

/** Arguments of an installed chart. */
export interface AppV2Config extends TerraformMetaArguments {
  readonly clusterId: string;
  readonly name: string;
  readonly namespace: string;
  readonly repoName: string;
  readonly chartName: string;
  /** The default is the newest. */
  readonly chartVersion?: string;
  /** The project that the namespace is in. */
  readonly projectId?: string;
  /** As YAML. */
  readonly values?: string;
  /** Whether the workloads must be ready. The default is yes. */
  readonly wait?: boolean | IResolvable;
}

/** A chart that Rancher installs into a cluster. */
export class AppV2 extends TerraformResource {
  static readonly tfResourceType = "rancher2_app_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: AppV2Config,
  ) {
    super(scope, id, { ...config, ...RANCHER2, terraformResourceType: AppV2.tfResourceType });
  }

  get id() {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes() {
    return {
      cluster_id: this.config.clusterId,
      name: this.config.name,
      namespace: this.config.namespace,
      repo_name: this.config.repoName,
      chart_name: this.config.chartName,
      chart_version: this.config.chartVersion,
      project_id: this.config.projectId,
      values: this.config.values,
      wait: this.config.wait,
    };
  }
}
