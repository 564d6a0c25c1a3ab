import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { OPENSTACK } from "./metadata";

/** Arguments of a server group. */
export interface ComputeServergroupV2Config extends TerraformMetaArguments {
  readonly name: string;
  /** One rule, such as `soft-anti-affinity`. */
  readonly policies?: readonly string[];
}

/** A group of machines with a rule about which hosts they stand on. */
export class ComputeServergroupV2 extends TerraformResource {
  static readonly tfResourceType = "openstack_compute_servergroup_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: ComputeServergroupV2Config,
  ) {
    super(scope, id, { ...config, ...OPENSTACK, terraformResourceType: ComputeServergroupV2.tfResourceType });
  }

  get id() {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes() {
    return {
      name: this.config.name,
      policies: this.config.policies,
    };
  }
}
