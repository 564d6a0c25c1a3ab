import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { OPENSTACK } from "./metadata";

/** Arguments of a subnet. */
export interface NetworkingSubnetV2Config extends TerraformMetaArguments {
  readonly networkId: string;
  readonly cidr?: string;
  readonly name?: string;
  readonly description?: string;
  /** DNS servers that machines in the subnet are told of, in this order. The default is those of the cloud. */
  readonly dnsNameservers?: readonly string[];
  /** Tags to find it by. */
  readonly tags?: readonly string[];
}

/** A range of addresses within a network. */
export class NetworkingSubnetV2 extends TerraformResource {
  static readonly tfResourceType = "openstack_networking_subnet_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: NetworkingSubnetV2Config,
  ) {
    super(scope, id, { ...config, ...OPENSTACK, terraformResourceType: NetworkingSubnetV2.tfResourceType });
  }

  get id() {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes() {
    return {
      network_id: this.config.networkId,
      cidr: this.config.cidr,
      name: this.config.name,
      description: this.config.description,
      dns_nameservers: this.config.dnsNameservers,
      tags: this.config.tags,
    };
  }
}
