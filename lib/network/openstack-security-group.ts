import { Construct } from "constructs";
import { NetworkingSecgroupV2 } from "../providers/openstack/networking-secgroup-v2";

/** What an `OpenStackSecurityGroup` is made of. */
export interface OpenStackSecurityGroupProps {
  readonly name: string;
  readonly description: string;
  /** Default: none */
  readonly tags?: readonly string[];
}

/** A security group that lets nothing in and nothing out by itself: without this, Neutron opens the way out to everything. */
export class OpenStackSecurityGroup extends Construct {
  readonly groupId: string;

  constructor(scope: Construct, id: string, { name, description, tags = [] }: OpenStackSecurityGroupProps) {
    super(scope, id);
    const group = new NetworkingSecgroupV2(this, "group", { name, description, deleteDefaultRules: true, tags });
    this.groupId = group.id;
  }
}
