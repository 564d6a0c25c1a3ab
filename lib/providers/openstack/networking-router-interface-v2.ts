import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { OPENSTACK } from "./metadata";

/** Arguments of the attachment of a subnet to a router. */
export interface NetworkingRouterInterfaceV2Config extends TerraformMetaArguments {
  readonly routerId: string;
  readonly subnetId?: string;
}

/** The attachment of a subnet to a router. */
export class NetworkingRouterInterfaceV2 extends TerraformResource {
  static readonly tfResourceType = "openstack_networking_router_interface_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: NetworkingRouterInterfaceV2Config,
  ) {
    super(scope, id, { ...config, ...OPENSTACK, terraformResourceType: NetworkingRouterInterfaceV2.tfResourceType });
  }

  get id() {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes() {
    return {
      router_id: this.config.routerId,
      subnet_id: this.config.subnetId,
    };
  }
}
