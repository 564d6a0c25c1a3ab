import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../accept-finding";
import type { ZoneCidrs } from "../config/zones";

/** What a `NetworkZone` is made of. */
export interface NetworkZoneProps {
  /** Name of the network. */
  readonly name: string;
  /** Slot of the zone: a to f. */
  readonly slot: string;
  readonly cidrs: ZoneCidrs;
  readonly vpcId: string;
  /** Name of the availability zone; a change of it after creation is ignored, because zones can change their order. */
  readonly availabilityZone: string;
  readonly publicRouteTableId: string;
  /** NAT gateway of another zone to share. Default: an own one */
  readonly natGatewayId?: string;
  /** The way to the internet, which the NAT gateway needs. */
  readonly internet: ITerraformDependable;
  /** What must be there before the subnets: further networks of the VPC. */
  readonly vpcReady: ITerraformDependable[];
}

/** One availability zone of a network: its two subnets, and the private one's way out (INF-5 to INF-7). */
export class NetworkZone extends Construct {
  readonly publicSubnetId: string;
  readonly privateSubnetId: string;
  readonly privateRouteTableId: string;
  readonly natGatewayId: string;

  constructor(scope: Construct, id: string, props: NetworkZoneProps) {
    super(scope, id);
    const common = {
      vpcId: props.vpcId,
      availabilityZone: props.availabilityZone,
      dependsOn: props.vpcReady,
      lifecycle: { ignoreChanges: ["availability_zone"] },
    };
    const publicSubnet = new Subnet(this, "public", {
      ...common,
      cidrBlock: props.cidrs.public,
      mapPublicIpOnLaunch: true,
      tags: { Name: `${props.name}-public-${props.slot}`, "kubernetes.io/role/elb": "1" },
    });
    acceptFindings(publicSubnet, {
      CKV_AWS_130: "INF-7: public subnets give public addresses on launch; no worker runs in them",
    });
    const privateSubnet = new Subnet(this, "private", {
      ...common,
      cidrBlock: props.cidrs.private,
      tags: { Name: `${props.name}-private-${props.slot}`, "kubernetes.io/role/internal-elb": "1" },
    });
    new RouteTableAssociation(this, "public-routes", {
      subnetId: publicSubnet.id,
      routeTableId: props.publicRouteTableId,
    });
    const table = new RouteTable(this, "routes", {
      vpcId: props.vpcId,
      tags: { Name: `${props.name}-private-${props.slot}` },
    });
    new RouteTableAssociation(this, "private-routes", { subnetId: privateSubnet.id, routeTableId: table.id });
    const natGatewayId = props.natGatewayId ?? this.natGateway(props, publicSubnet.id);
    new Route(this, "nat", { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId });
    this.publicSubnetId = publicSubnet.id;
    this.privateSubnetId = privateSubnet.id;
    this.privateRouteTableId = table.id;
    this.natGatewayId = natGatewayId;
  }

  private natGateway(props: NetworkZoneProps, subnetId: string): string {
    const tags = { Name: `${props.name}-nat-${props.slot}` };
    const address = new Eip(this, "nat-address", { domain: "vpc", tags, dependsOn: [props.internet] });
    return new NatGateway(this, "nat-gateway", {
      allocationId: address.id,
      subnetId,
      tags,
      dependsOn: [props.internet],
    }).id;
  }
}
