import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Construct } from "constructs";
import { acceptFindings } from "../accept-finding";

/** What a `ControlPlaneSecurityGroup` is made of. */
export interface ControlPlaneSecurityGroupProps {
  /** Name of the network. */
  readonly name: string;
  readonly vpcId: string;
}

/**
 * The security group of the control plane's network interfaces, beside the one that EKS makes itself (INF-8). It has no
 * rule here: EKS's own group lets control plane and workers talk. `EksCluster` adds one for each private network that may
 * reach the private endpoint.
 */
export class ControlPlaneSecurityGroup extends Construct {
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: ControlPlaneSecurityGroupProps) {
    super(scope, id);
    const name = `${props.name}-control-plane`;
    const group = new SecurityGroup(this, "security-group", {
      name,
      description: "Communication between the control plane and the workers",
      vpcId: props.vpcId,
      tags: { Name: name },
    });
    acceptFindings(group, { CKV2_AWS_5: "The control plane of the next stack uses it" });
    this.securityGroupId = group.id;
  }
}
