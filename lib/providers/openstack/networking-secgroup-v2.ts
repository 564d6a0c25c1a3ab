import { type IResolvable, type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { OPENSTACK } from "./metadata";

/** Arguments of a security group. */
export interface NetworkingSecgroupV2Config extends TerraformMetaArguments {
  readonly name: string;
  readonly description?: string;
  /** Whether the rules that the cloud puts into every new group, all egress, go at once. The default is no. */
  readonly deleteDefaultRules?: boolean | IResolvable;
  /** Tags to find it by. */
  readonly tags?: readonly string[];
}

/** A security group: rules for the traffic of the ports that bear it. */
export class NetworkingSecgroupV2 extends TerraformResource {
  static readonly tfResourceType = "openstack_networking_secgroup_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: NetworkingSecgroupV2Config,
  ) {
    super(scope, id, { ...config, ...OPENSTACK, terraformResourceType: NetworkingSecgroupV2.tfResourceType });
  }

  get id() {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes() {
    return {
      name: this.config.name,
      description: this.config.description,
      delete_default_rules: this.config.deleteDefaultRules,
      tags: this.config.tags,
    };
  }
}
