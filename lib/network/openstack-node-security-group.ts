import { Construct } from "constructs";
import { NetworkingSecgroupRuleV2 } from "../providers/openstack/networking-secgroup-rule-v2";
import { OpenStackSecurityGroup } from "./openstack-security-group";

/** What an `OpenStackNodeSecurityGroup` is made of. */
export interface OpenStackNodeSecurityGroupProps {
  /** Name of the testbed. */
  readonly name: string;
  /** Default: none */
  readonly tags?: readonly string[];
}

/** The security group of all nodes: among each other they are open, outside they reach everything, and nobody else reaches them. */
export class OpenStackNodeSecurityGroup extends Construct {
  readonly groupId: string;

  constructor(scope: Construct, id: string, { name, tags = [] }: OpenStackNodeSecurityGroupProps) {
    super(scope, id);
    const { groupId } = new OpenStackSecurityGroup(this, "security-group", {
      name: `${name}-nodes`,
      description: "Nodes of the testbed: the edge says what comes in from outside",
      tags,
    });
    const rule = { securityGroupId: groupId, ethertype: "IPv4" };
    new NetworkingSecgroupRuleV2(this, "among-nodes", {
      ...rule,
      direction: "ingress",
      remoteGroupId: groupId,
      description: "Nodes among each other",
    });
    new NetworkingSecgroupRuleV2(this, "out", {
      ...rule,
      direction: "egress",
      remoteIpPrefix: "0.0.0.0/0",
      description: "Images, packages, Rancher, and what policies let pods reach",
    });
    this.groupId = groupId;
  }
}
