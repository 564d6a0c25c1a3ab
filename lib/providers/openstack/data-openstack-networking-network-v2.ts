import { type IResolvable, TerraformDataSource, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { OPENSTACK } from "./metadata";

/** Arguments of the look-up of a network. */
export interface DataOpenstackNetworkingNetworkV2Config extends TerraformMetaArguments {
  readonly name?: string;
  /** Whether the network is outside. The default is either. */
  readonly external?: boolean | IResolvable;
}

/** A network that is there. */
export class DataOpenstackNetworkingNetworkV2 extends TerraformDataSource {
  static readonly tfResourceType = "openstack_networking_network_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: DataOpenstackNetworkingNetworkV2Config = {},
  ) {
    super(scope, id, {
      ...config,
      ...OPENSTACK,
      terraformResourceType: DataOpenstackNetworkingNetworkV2.tfResourceType,
    });
  }

  get id() {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes() {
    return {
      name: this.config.name,
      external: this.config.external,
    };
  }
}
