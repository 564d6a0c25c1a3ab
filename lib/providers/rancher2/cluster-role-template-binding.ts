import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { RANCHER2 } from "./metadata";

/** Arguments of a role that somebody has in a cluster. */
export interface ClusterRoleTemplateBindingConfig extends TerraformMetaArguments {
  readonly name: string;
  readonly clusterId: string;
  /** Such as `cluster-owner`. */
  readonly roleTemplateId: string;
  readonly groupPrincipalId?: string;
  readonly userPrincipalId?: string;
}

/** A role that somebody has in a cluster. A change of any argument replaces it. */
export class ClusterRoleTemplateBinding extends TerraformResource {
  static readonly tfResourceType = "rancher2_cluster_role_template_binding";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: ClusterRoleTemplateBindingConfig,
  ) {
    super(scope, id, { ...config, ...RANCHER2, terraformResourceType: ClusterRoleTemplateBinding.tfResourceType });
  }

  protected override synthesizeAttributes() {
    return {
      name: this.config.name,
      cluster_id: this.config.clusterId,
      role_template_id: this.config.roleTemplateId,
      group_principal_id: this.config.groupPrincipalId,
      user_principal_id: this.config.userPrincipalId,
    };
  }
}
