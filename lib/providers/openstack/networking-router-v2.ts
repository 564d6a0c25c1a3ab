import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { OPENSTACK } from "./metadata";

/** Arguments of a router. */
export interface NetworkingRouterV2Config extends TerraformMetaArguments {
  readonly name?: string;
  /** The network outside. Without it the router leads nowhere but to its subnets. */
  readonly externalNetworkId?: string;
  /** Tags to find it by. */
  readonly tags?: readonly string[];
}

/** A router between subnets, and to the network outside. */
export class NetworkingRouterV2 extends TerraformResource {
  static readonly tfResourceType = "openstack_networking_router_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: NetworkingRouterV2Config = {},
  ) {
    super(scope, id, { ...config, ...OPENSTACK, terraformResourceType: NetworkingRouterV2.tfResourceType });
  }

  get id() {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes() {
    return {
      name: this.config.name,
      external_network_id: this.config.externalNetworkId,
      tags: this.config.tags,
    };
  }
}
