import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { OPENSTACK } from "./metadata";

/** Arguments of a port. */
export interface NetworkingPortV2Config extends TerraformMetaArguments {
  readonly networkId: string;
  readonly name?: string;
  readonly description?: string;
  /** The default is the group `default` of the project. */
  readonly securityGroupIds?: readonly string[];
  /** Addresses of the port. The default is one of any subnet of the network. */
  readonly fixedIp?: readonly NetworkingPortV2FixedIp[];
  /** Tags to find it by. */
  readonly tags?: readonly string[];
}

/** An address of a port. */
export interface NetworkingPortV2FixedIp {
  readonly subnetId?: string;
  /** The default is any free one of the subnet. */
  readonly ipAddress?: string;
}

/** A port: a machine's place in a network. */
export class NetworkingPortV2 extends TerraformResource {
  static readonly tfResourceType = "openstack_networking_port_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: NetworkingPortV2Config,
  ) {
    super(scope, id, { ...config, ...OPENSTACK, terraformResourceType: NetworkingPortV2.tfResourceType });
  }

  get id() {
    return this.getStringAttribute("id");
  }

  /** Every address of the port. */
  get allFixedIps() {
    return this.getListAttribute("all_fixed_ips");
  }

  protected override synthesizeAttributes() {
    return {
      network_id: this.config.networkId,
      name: this.config.name,
      description: this.config.description,
      security_group_ids: this.config.securityGroupIds,
      fixed_ip: this.config.fixedIp?.map(writeFixedIp),
      tags: this.config.tags,
    };
  }
}

function writeFixedIp(block: NetworkingPortV2FixedIp) {
  return { subnet_id: block.subnetId, ip_address: block.ipAddress };
}
