import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { NetworkingFloatingipV2 } from "../providers/openstack/networking-floatingip-v2";
import { NetworkingPortV2 } from "../providers/openstack/networking-port-v2";
import { OpenStackSecurityGroup } from "./openstack-security-group";

/** What an `OpenStackEntry` is made of. */
export interface OpenStackEntryProps {
  /** Name of the testbed. */
  readonly name: string;
  readonly networkId: string;
  /** Public subnet in which the bastion will stand. */
  readonly subnetId: string;
  /** Name of the network that gives floating addresses. */
  readonly externalNetwork: string;
  /** What must be there before a floating address can be used. */
  readonly internet: ITerraformDependable;
  /** Default: none */
  readonly tags?: readonly string[];
  /** Whether Terraform refuses to destroy or replace the entry: its addresses are known to others. Default: true */
  readonly deletionProtection?: boolean;
}

/**
 * Where traffic from outside arrives: the bastion's port, with its private address, and the one floating address of the
 * testbed. Both are known before there is a bastion, and a new bastion takes over the port.
 */
export class OpenStackEntry extends Construct {
  readonly portId: string;
  /** Security group of the entry; it has no rules here. */
  readonly securityGroupId: string;
  readonly publicAddress: string;
  readonly privateAddress: string;

  constructor(scope: Construct, id: string, props: OpenStackEntryProps) {
    super(scope, id);
    const { tags = [] } = props;
    const name = `${props.name}-entry`;
    const lifecycle = { preventDestroy: props.deletionProtection ?? true };
    const group = new OpenStackSecurityGroup(this, "security-group", {
      name,
      description: "Entry of the testbed: the edge says what comes in",
      tags,
    });
    const port = new NetworkingPortV2(this, "port", {
      networkId: props.networkId,
      name,
      securityGroupIds: [group.groupId],
      fixedIp: [{ subnetId: props.subnetId }],
      tags,
      lifecycle,
    });
    const address = new NetworkingFloatingipV2(this, "address", {
      pool: props.externalNetwork,
      portId: port.id,
      description: name,
      tags,
      lifecycle,
      dependsOn: [props.internet],
    });
    this.portId = port.id;
    this.securityGroupId = group.groupId;
    this.publicAddress = address.address;
    this.privateAddress = Fn.element(port.allFixedIps, 0);
  }
}
