import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { OPENSTACK } from "./metadata";

/** Arguments of a rule of a security group. */
export interface NetworkingSecgroupRuleV2Config extends TerraformMetaArguments {
  readonly securityGroupId: string;
  /** `ingress` or `egress`. */
  readonly direction: string;
  /** `IPv4` or `IPv6`. */
  readonly ethertype: string;
  /** The default is any. Ports need one. */
  readonly protocol?: string;
  /** The default is every port. */
  readonly portRangeMin?: number;
  /** The default is every port. */
  readonly portRangeMax?: number;
  /** The other side, as a CIDR block. The default is anyone, unless it is a group. */
  readonly remoteIpPrefix?: string;
  /** The other side, as a security group. */
  readonly remoteGroupId?: string;
  readonly description?: string;
}

/** Traffic that a security group allows. A change of any argument replaces the rule. */
export class NetworkingSecgroupRuleV2 extends TerraformResource {
  static readonly tfResourceType = "openstack_networking_secgroup_rule_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: NetworkingSecgroupRuleV2Config,
  ) {
    super(scope, id, { ...config, ...OPENSTACK, terraformResourceType: NetworkingSecgroupRuleV2.tfResourceType });
  }

  protected override synthesizeAttributes() {
    return {
      security_group_id: this.config.securityGroupId,
      direction: this.config.direction,
      ethertype: this.config.ethertype,
      protocol: this.config.protocol,
      port_range_min: this.config.portRangeMin,
      port_range_max: this.config.portRangeMax,
      remote_ip_prefix: this.config.remoteIpPrefix,
      remote_group_id: this.config.remoteGroupId,
      description: this.config.description,
    };
  }
}
