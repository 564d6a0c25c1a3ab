import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcEndpointRouteTableAssociation } from "@cdktf/provider-aws/lib/vpc-endpoint-route-table-association";
import { VpcIpv4CidrBlockAssociation } from "@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../accept-finding";
import { defaultZones, type ZoneCidrs } from "../config/zones";
import { DEFAULTS } from "../defaults";
import { ControlPlaneSecurityGroup } from "./control-plane-security-group";
import { FlowLogs, type FlowLogsOptions } from "./flow-logs";
import { NetworkZone } from "./network-zone";

/** Zones in which EKS makes no control plane ("Subnet requirements for clusters", Amazon EKS user guide). */
const ZONES_WITHOUT_EKS = ["use1-az3", "usw1-az2", "cac1-az3"];

/** What an `AwsNetwork` is made of. */
export interface AwsNetworkProps {
  /** Prefix of the names of everything in the network. */
  readonly name: string;
  /** AWS region, for the address of its S3 endpoint. */
  readonly region: string;
  /** IPv4 network of the VPC, /16 to /28. Default: `192.168.0.0/16` (INF-4) */
  readonly cidr?: string;
  /** Further IPv4 networks of the VPC, for zones that its first network has no room for. Default: none */
  readonly additionalCidrs?: readonly string[];
  /**
   * The subnets of each zone by slot: `a` is the first zone of the region, `b` the second, up to `f`. Default: slots a and
   * b, the VPC's network cut in four, public subnets first (INF-5)
   */
  readonly zones?: Readonly<Record<string, ZoneCidrs>>;
  /** A NAT gateway in each zone, or one in the first zone for all. Default: `perZone` (INF-6) */
  readonly natGateways?: "perZone" | "single";
  /** Records the traffic in CloudWatch. Default: no flow logs */
  readonly flowLogs?: FlowLogsOptions;
  /** Whether Terraform refuses to destroy or replace the VPC, and so anything in it. Default: true */
  readonly deletionProtection?: boolean;
}

/**
 * A VPC with a public and a private subnet in each of two zones or more (INF-4 to INF-8).
 *
 * Everything is keyed by zone slot: another slot adds resources and changes none.
 */
export class AwsNetwork extends Construct {
  readonly vpcId: string;
  /** IPv4 networks of the VPC. */
  readonly cidrs: readonly string[];
  /** IPv4 networks of the public subnets. */
  readonly publicCidrs: readonly string[];
  /** Ids of the public subnets by slot. */
  readonly publicSubnetIds: Readonly<Record<string, string>>;
  /** Ids of the private subnets by slot. */
  readonly privateSubnetIds: Readonly<Record<string, string>>;
  readonly controlPlaneSecurityGroupId: string;
  /** What an elastic IP needs before it can be reached. */
  readonly internet: ITerraformDependable;

  /** @throws Error when there are fewer than two zones, or when their slots are not a, b and so on without a gap */
  constructor(scope: Construct, id: string, props: AwsNetworkProps) {
    super(scope, id);
    const cidr = props.cidr ?? DEFAULTS.vpcCidr;
    const zones = Object.entries(props.zones ?? defaultZones(cidr)).sort(([a], [b]) => a.localeCompare(b));
    const slots = zones.map(([slot]) => slot).join("");
    if (slots.length < 2 || !"abcdef".startsWith(slots)) {
      const named = `The network "${props.name}" has the zones ${zones.map(([slot]) => slot).join(", ")}`;
      throw new Error(`${named}. Name two to six of them, in order and without a gap: a, b, c, d, e, f.`);
    }
    const vpc = new Vpc(this, "vpc", {
      cidrBlock: cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: props.name },
      lifecycle: { preventDestroy: props.deletionProtection ?? true },
    });
    if (!props.flowLogs)
      acceptFindings(vpc, { CKV2_AWS_11: "Flow logs are an option (flowLogs): they cost by the gigabyte" });
    const additional = (props.additionalCidrs ?? []).map(
      (block) =>
        new VpcIpv4CidrBlockAssociation(this, `cidr-${block.replaceAll(/[./]/g, "-")}`, {
          vpcId: vpc.id,
          cidrBlock: block,
        }),
    );
    new DefaultSecurityGroup(this, "default-security-group", {
      vpcId: vpc.id,
      tags: { Name: `${props.name}-default` },
    });
    const gateway = new InternetGateway(this, "internet-gateway", { vpcId: vpc.id, tags: { Name: props.name } });
    const publicTable = new RouteTable(this, "public", { vpcId: vpc.id, tags: { Name: `${props.name}-public` } });
    const internet = new Route(this, "internet", {
      routeTableId: publicTable.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
    });
    const endpoint = new VpcEndpoint(this, "s3", {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${props.region}.s3`,
      vpcEndpointType: "Gateway",
      tags: { Name: `${props.name}-s3` },
    });
    new VpcEndpointRouteTableAssociation(this, "s3-public", {
      vpcEndpointId: endpoint.id,
      routeTableId: publicTable.id,
    });

    const zoneName = this.zoneNames(props.name, zones.length);
    this.publicSubnetIds = {};
    this.privateSubnetIds = {};
    let shared: string | undefined;
    for (const [index, [slot, cidrs]] of zones.entries()) {
      const zone = new NetworkZone(this, slot, {
        name: props.name,
        slot,
        cidrs,
        vpcId: vpc.id,
        availabilityZone: zoneName(index),
        publicRouteTableId: publicTable.id,
        natGatewayId: props.natGateways === "single" ? shared : undefined,
        internet,
        vpcReady: additional,
      });
      shared ??= zone.natGatewayId;
      new VpcEndpointRouteTableAssociation(this, `s3-private-${slot}`, {
        vpcEndpointId: endpoint.id,
        routeTableId: zone.privateRouteTableId,
      });
      this.publicSubnetIds = { ...this.publicSubnetIds, [slot]: zone.publicSubnetId };
      this.privateSubnetIds = { ...this.privateSubnetIds, [slot]: zone.privateSubnetId };
    }
    if (props.flowLogs) new FlowLogs(this, "flow-logs", { ...props.flowLogs, name: props.name, vpcId: vpc.id });
    this.vpcId = vpc.id;
    this.cidrs = [cidr, ...(props.additionalCidrs ?? [])];
    this.publicCidrs = zones.map(([, cidrs]) => cidrs.public);
    this.controlPlaneSecurityGroupId = new ControlPlaneSecurityGroup(this, "control-plane", {
      name: props.name,
      vpcId: vpc.id,
    }).securityGroupId;
    this.internet = internet;
  }

  /** The region's own zones, without local zones and those that EKS leaves out; at plan, checks that there are enough. */
  private zoneNames(name: string, count: number): (index: number) => string {
    const zones = new DataAwsAvailabilityZones(this, "zones", {
      state: "available",
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
      excludeZoneIds: ZONES_WITHOUT_EKS,
    });
    acceptFindings(zones, {
      CKV_AWS_394: "A zone that is new in the region changes nothing: a subnet keeps the zone that it has",
    });
    zones.lifecycle = {
      postcondition: [
        {
          condition: `\${length(self.names) >= ${count}}`,
          errorMessage: `The network ${name} needs ${count} availability zones, and the region has fewer. Remove a zone slot.`,
        },
      ],
    };
    return (index) => Token.asString(zones.interpolationForAttribute(`names[${index}]`));
  }
}
