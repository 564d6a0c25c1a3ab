import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { Construct } from "constructs";
import { ControlPlaneSecurityGroup } from "./control-plane-security-group";

/** What an `ExistingAwsNetwork` is made of. */
export interface ExistingAwsNetworkProps {
  /** Name of the testbed, for what it adds. */
  readonly name: string;
  readonly vpcId: string;
  /** IPv4 networks of the VPC. */
  readonly cidrs: readonly string[];
  /** Ids of the public and the private subnet of each zone, by slot. */
  readonly zones: Readonly<Record<string, { readonly public: string; readonly private: string }>>;
  /** Security group of the control plane. Default: a new one */
  readonly controlPlaneSecurityGroupId?: string;
}

/** A VPC that somebody else made. What a cluster needs of it is checked at plan. */
export class ExistingAwsNetwork extends Construct {
  readonly vpcId: string;
  readonly cidrs: readonly string[];
  /** IPv4 networks of the public subnets. */
  readonly publicCidrs: readonly string[];
  /** Ids of the public subnets by slot. */
  readonly publicSubnetIds: Readonly<Record<string, string>>;
  /** Ids of the private subnets by slot. */
  readonly privateSubnetIds: Readonly<Record<string, string>>;
  readonly controlPlaneSecurityGroupId: string;

  constructor(scope: Construct, id: string, props: ExistingAwsNetworkProps) {
    super(scope, id);
    const { name, vpcId } = props;
    const vpc = new DataAwsVpc(this, "vpc", { id: vpcId });
    vpc.lifecycle = {
      postcondition: [
        {
          condition: "${self.enable_dns_support && self.enable_dns_hostnames}",
          errorMessage: `${vpcId} must have DNS support and DNS host names on, or the private endpoint of the API has no name.`,
        },
        {
          condition: `\${toset(self.cidr_block_associations[*].cidr_block) == toset(${JSON.stringify(props.cidrs)})}`,
          errorMessage: `The networks of ${vpcId} are not ${props.cidrs.join(", ")}. Correct the description: what must stay apart from them is checked before the plan.`,
        },
      ],
    };
    this.vpcId = vpc.id;
    this.cidrs = props.cidrs;
    const publicSubnets = this.subnets("public", props);
    this.publicCidrs = Object.values(publicSubnets).map(({ cidrBlock }) => cidrBlock);
    this.publicSubnetIds = idsOf(publicSubnets);
    this.privateSubnetIds = idsOf(this.subnets("private", props));
    this.controlPlaneSecurityGroupId =
      props.controlPlaneSecurityGroupId ??
      new ControlPlaneSecurityGroup(this, "control-plane", { name, vpcId: vpc.id }).securityGroupId;
  }

  private subnets(
    kind: "public" | "private",
    { vpcId, zones }: ExistingAwsNetworkProps,
  ): Record<string, DataAwsSubnet> {
    const subnets = Object.entries(zones).map(
      ([slot, zone]) => [slot, new DataAwsSubnet(this, `${kind}-${slot}`, { id: zone[kind] })] as const,
    );
    for (const [index, [slot, subnet]] of subnets.entries()) {
      const others = subnets
        .slice(0, index)
        .map(([, { friendlyUniqueId }]) => `data.aws_subnet.${friendlyUniqueId}.availability_zone`);
      subnet.lifecycle = {
        postcondition: [
          {
            condition: `\${self.vpc_id == "${vpcId}"}`,
            errorMessage: `The ${kind} subnet of zone ${slot} does not lie in ${vpcId}.`,
          },
          ...others.map((zone) => ({
            condition: `\${self.availability_zone != ${zone}}`,
            errorMessage: `The ${kind} subnet of zone ${slot} stands in the zone of another one. Give each zone its own.`,
          })),
        ],
      };
    }
    return Object.fromEntries(subnets);
  }
}

function idsOf(subnets: Readonly<Record<string, DataAwsSubnet>>): Record<string, string> {
  return Object.fromEntries(Object.entries(subnets).map(([slot, { id }]) => [slot, id]));
}
