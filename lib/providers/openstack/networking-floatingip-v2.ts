import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { OPENSTACK } from "./metadata";

/** Arguments of a floating address. */
export interface NetworkingFloatingipV2Config extends TerraformMetaArguments {
  /** The name of the network outside that the address is from. */
  readonly pool: string;
  /** The port that it leads to. The default is none, or whoever attaches it. */
  readonly portId?: string;
  readonly description?: string;
  /** Tags to find it by. */
  readonly tags?: readonly string[];
}

/** An address in the network outside, which leads to a port. */
export class NetworkingFloatingipV2 extends TerraformResource {
  static readonly tfResourceType = "openstack_networking_floatingip_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: NetworkingFloatingipV2Config,
  ) {
    super(scope, id, { ...config, ...OPENSTACK, terraformResourceType: NetworkingFloatingipV2.tfResourceType });
  }

  get address() {
    return this.getStringAttribute("address");
  }

  get id() {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes() {
    return {
      pool: this.config.pool,
      port_id: this.config.portId,
      description: this.config.description,
      tags: this.config.tags,
    };
  }
}
