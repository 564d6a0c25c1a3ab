import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../accept-finding";

/** What an `AwsEntry` is made of. */
export interface AwsEntryProps {
  /** Name of the testbed. */
  readonly name: string;
  /** VPC of that subnet. */
  readonly networkId: string;
  /** Public subnet in which the bastion will stand. */
  readonly subnetId: string;
  /** What must be there before the elastic IP can be used. Default: nothing, the network exists */
  readonly internet?: ITerraformDependable;
  /** Whether Terraform refuses to destroy or replace the entry: its addresses are known to others. Default: true */
  readonly deletionProtection?: boolean;
}

/**
 * Where traffic from outside arrives: the bastion's network interface, with its private address, and its elastic IP.
 * Both stay the same for as long as the network lives, and are known before there is a bastion; a new bastion takes over
 * the interface.
 */
export class AwsEntry extends Construct {
  readonly interfaceId: string;
  /** Security group of the entry; it has no rules here. */
  readonly securityGroupId: string;
  readonly publicAddress: string;
  readonly privateAddress: string;

  constructor(scope: Construct, id: string, props: AwsEntryProps) {
    super(scope, id);
    const tags = { Name: `${props.name}-entry` };
    const lifecycle = { preventDestroy: props.deletionProtection ?? true };
    const group = new SecurityGroup(this, "security-group", {
      name: `${props.name}-entry`,
      description: "Entry of the testbed: the edge says what comes in",
      vpcId: props.networkId,
      tags,
    });
    const networkInterface = new NetworkInterface(this, "interface", {
      subnetId: props.subnetId,
      securityGroups: [group.id],
      description: "Entry of the testbed: the bastion",
      tags,
      lifecycle,
    });
    const address = new Eip(this, "address", {
      domain: "vpc",
      networkInterface: networkInterface.id,
      tags,
      lifecycle,
      dependsOn: props.internet ? [props.internet] : [],
    });
    acceptFindings(address, {
      CKV2_AWS_19: "The address belongs to the entry's network interface, until the bastion takes that",
    });
    this.securityGroupId = group.id;
    this.interfaceId = networkInterface.id;
    this.publicAddress = address.publicIp;
    this.privateAddress = networkInterface.privateIp;
  }
}
