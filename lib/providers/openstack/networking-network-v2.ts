import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { OPENSTACK } from "./metadata";

/** Arguments of a virtual network. */
export interface NetworkingNetworkV2Config extends TerraformMetaArguments {
  readonly name?: string;
  readonly description?: string;
  /** Tags to find it by. */
  readonly tags?: readonly string[];
}

/** A virtual network. */
export class NetworkingNetworkV2 extends TerraformResource {
  static readonly tfResourceType = "openstack_networking_network_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: NetworkingNetworkV2Config = {},
  ) {
    super(scope, id, { ...config, ...OPENSTACK, terraformResourceType: NetworkingNetworkV2.tfResourceType });
  }

  get id() {
    return this.getStringAttribute("id");
  }

  /** The largest packet that the network carries, in bytes. */
  get mtu() {
    return this.getNumberAttribute("mtu");
  }

  protected override synthesizeAttributes() {
    return {
      name: this.config.name,
      description: this.config.description,
      tags: this.config.tags,
    };
  }
}
