import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcEndpointRouteTableAssociation } from "@cdktf/provider-aws/lib/vpc-endpoint-route-table-association";
import { VpcIpv4CidrBlockAssociation } from "@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association";
import { describe, expect, it } from "vitest";
import { AwsNetwork, type AwsNetworkProps } from "../../../lib/network/aws-network";
import { synthesizeConstruct } from "../../support/synth";

const network = (props: Partial<AwsNetworkProps> = {}) =>
  synthesizeConstruct((scope) => new AwsNetwork(scope, "network", { name: "demo", region: "eu-west-1", ...props }));

const namesOf = (stack: string, type: string) => Object.keys(JSON.parse(stack).resource[type] ?? {});

const THREE_ZONES = {
  a: { public: "10.0.0.0/20", private: "10.0.16.0/20" },
  b: { public: "10.0.32.0/20", private: "10.0.48.0/20" },
  c: { public: "10.0.64.0/20", private: "10.0.80.0/20" },
};

/** The networks of the public subnets, as the construct tells them. */
function publicCidrs(props: Partial<AwsNetworkProps> = {}): readonly string[] {
  let cidrs: readonly string[] = [];
  synthesizeConstruct((scope) => {
    cidrs = new AwsNetwork(scope, "network", { name: "demo", region: "eu-west-1", ...props }).publicCidrs;
  });
  return cidrs;
}

describe("AwsNetwork by default", () => {
  const stack = network();

  it("tells the networks of its public subnets, in which the entry stands, and of no others", () => {
    expect(publicCidrs()).toEqual(["192.168.0.0/18", "192.168.64.0/18"]);
    expect(publicCidrs({ zones: THREE_ZONES })).toEqual(["10.0.0.0/20", "10.0.32.0/20", "10.0.64.0/20"]);
  });

  it("makes the VPC of the documents, with DNS (INF-4)", () => {
    expect(stack).toHaveResourceWithProperties(Vpc, {
      cidrBlock: "192.168.0.0/16",
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: "demo" },
    });
  });

  it.each([
    ["public-a", "192.168.0.0/18", 0],
    ["public-b", "192.168.64.0/18", 1],
    ["private-a", "192.168.128.0/18", 0],
    ["private-b", "192.168.192.0/18", 1],
  ])("makes the subnet %s as %s in zone %i of the region (INF-5)", (name, cidrBlock, zone) => {
    expect(stack).toHaveResourceWithProperties(Subnet, {
      cidrBlock,
      availabilityZone: expect.stringMatching(new RegExp(`aws_availability_zones.*\\.names\\[${zone}\\]`)),
      tags: { Name: `demo-${name}` },
    });
  });

  it("makes one NAT gateway with an elastic IP in each public subnet (INF-6)", () => {
    expect(namesOf(stack, "aws_nat_gateway")).toHaveLength(2);
    for (const slot of ["a", "b"]) {
      const [subnet] = namesOf(stack, "aws_subnet").filter((name) => name.startsWith(`network_${slot}_public`));
      const [address] = namesOf(stack, "aws_eip").filter((name) => name.startsWith(`network_${slot}_`));
      expect(stack).toHaveResourceWithProperties(NatGateway, {
        subnetId: `\${aws_subnet.${subnet}.id}`,
        allocationId: `\${aws_eip.${address}.id}`,
      });
    }
    expect(stack).toHaveResourceWithProperties(Eip, { domain: "vpc" });
  });

  it("routes each private subnet through the NAT gateway of its own zone (INF-6)", () => {
    expect(namesOf(stack, "aws_route_table")).toHaveLength(3);
    for (const slot of ["a", "b"]) {
      const [table] = namesOf(stack, "aws_route_table").filter((name) => name.startsWith(`network_${slot}_`));
      const [gateway] = namesOf(stack, "aws_nat_gateway").filter((name) => name.startsWith(`network_${slot}_`));
      const [subnet] = namesOf(stack, "aws_subnet").filter((name) => name.startsWith(`network_${slot}_private`));
      expect(stack).toHaveResourceWithProperties(Route, {
        routeTableId: `\${aws_route_table.${table}.id}`,
        destinationCidrBlock: "0.0.0.0/0",
        natGatewayId: `\${aws_nat_gateway.${gateway}.id}`,
      });
      expect(stack).toHaveResourceWithProperties(RouteTableAssociation, {
        routeTableId: `\${aws_route_table.${table}.id}`,
        subnetId: `\${aws_subnet.${subnet}.id}`,
      });
    }
  });

  it("routes the public subnets through the internet gateway (INF-6)", () => {
    expect(stack).toHaveResourceWithProperties(RouteTable, { tags: { Name: "demo-public" } });
    expect(stack).toHaveResourceWithProperties(Route, {
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: expect.stringContaining("aws_internet_gateway"),
    });
  });

  it("tags subnets with their roles, and gives public addresses in public ones only (INF-7)", () => {
    expect(stack).toHaveResourceWithProperties(Subnet, {
      mapPublicIpOnLaunch: true,
      tags: { "kubernetes.io/role/elb": "1" },
    });
    expect(stack).toHaveResourceWithProperties(Subnet, {
      map_public_ip_on_launch: undefined,
      tags: { "kubernetes.io/role/internal-elb": "1" },
    });
  });

  it("ignores a change in the order of the region's zones", () => {
    expect(stack).toHaveResourceWithProperties(Subnet, { lifecycle: { ignore_changes: ["availability_zone"] } });
  });

  it("takes only zones that need no opt-in and in which EKS makes control planes", () => {
    expect(stack).toHaveDataSourceWithProperties(DataAwsAvailabilityZones, {
      exclude_zone_ids: ["use1-az3", "usw1-az2", "cac1-az3"],
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    });
  });

  it("refuses a region with fewer zones at plan", () => {
    const [zones] = Object.values<{ lifecycle: { postcondition: { condition: string }[] } }>(
      JSON.parse(stack).data.aws_availability_zones,
    );
    expect(zones?.lifecycle.postcondition[0]?.condition).toBe("${length(self.names) >= 2}");
  });

  it("makes the control-plane security group without a rule (INF-8)", () => {
    expect(stack).toHaveResourceWithProperties(SecurityGroup, { name: "demo-control-plane", ingress: undefined });
  });

  it("empties the default security group", () => {
    expect(stack).toHaveResourceWithProperties(DefaultSecurityGroup, { ingress: undefined, egress: undefined });
  });

  it("reaches S3 by a gateway endpoint from every route table", () => {
    expect(stack).toHaveResourceWithProperties(VpcEndpoint, {
      serviceName: "com.amazonaws.eu-west-1.s3",
      vpcEndpointType: "Gateway",
    });
    expect(namesOf(stack, "aws_vpc_endpoint_route_table_association")).toHaveLength(3);
    expect(stack).toHaveResource(VpcEndpointRouteTableAssociation);
  });

  it("records no traffic", () => {
    expect(stack).not.toHaveResource(FlowLog);
  });
});

describe("AwsNetwork with options", () => {
  it("adds a third zone and changes nothing of the two that are there", () => {
    const two = { a: THREE_ZONES.a, b: THREE_ZONES.b };
    const before = JSON.parse(network({ cidr: "10.0.0.0/16", zones: two })).resource;
    const after = JSON.parse(network({ cidr: "10.0.0.0/16", zones: THREE_ZONES })).resource;
    for (const type of Object.keys(before)) expect(after[type]).toMatchObject(before[type]);
    expect(Object.keys(after.aws_subnet).length - Object.keys(before.aws_subnet).length).toBe(2);
  });

  it("shares the first zone's NAT gateway when asked for a single one", () => {
    const stack = network({ natGateways: "single" });
    expect(namesOf(stack, "aws_nat_gateway")).toHaveLength(1);
    const routes = Object.values<{ nat_gateway_id?: string }>(JSON.parse(stack).resource.aws_route);
    expect(routes.filter(({ nat_gateway_id: id }) => id?.includes("network_a_nat-gateway"))).toHaveLength(2);
  });

  it("makes subnets after the further networks that they lie in", () => {
    const stack = network({ additionalCidrs: ["100.64.0.0/16"] });
    expect(stack).toHaveResourceWithProperties(VpcIpv4CidrBlockAssociation, { cidrBlock: "100.64.0.0/16" });
    const subnets = Object.values<{ depends_on: string[] }>(JSON.parse(stack).resource.aws_subnet);
    for (const { depends_on: after } of subnets) {
      expect(after).toEqual([expect.stringContaining("aws_vpc_ipv4_cidr_block_association")]);
    }
  });

  it("records traffic for as long as asked", () => {
    const stack = network({ flowLogs: { retentionDays: 7 } });
    expect(stack).toHaveResourceWithProperties(FlowLog, { trafficType: "ALL" });
    expect(Object.values(JSON.parse(stack).resource.aws_cloudwatch_log_group)).toMatchObject([
      { retention_in_days: 7 },
    ]);
  });
});

describe("AwsNetwork refuses", () => {
  it("to be destroyed, until its protection is off", () => {
    expect(network()).toHaveResourceWithProperties(Vpc, { lifecycle: { prevent_destroy: true } });
    expect(network({ deletionProtection: false })).toHaveResourceWithProperties(Vpc, {
      lifecycle: { prevent_destroy: false },
    });
  });

  it("slots with a gap, which a later zone would fill and shift the others", () => {
    expect(() => network({ zones: { a: THREE_ZONES.a, c: THREE_ZONES.c } })).toThrow("without a gap");
  });

  it("a single zone", () => {
    expect(() => network({ zones: { a: THREE_ZONES.a } })).toThrow(
      'The network "demo" has the zones a. Name two to six of them, in order and without a gap: a, b, c, d, e, f.',
    );
  });

  it("a slot that is none", () => {
    expect(() => network({ zones: { ...THREE_ZONES, "eu-west-1a": THREE_ZONES.a } })).toThrow(
      'The network "demo" has the zones a, b, c, eu-west-1a. Name two to six of them, in order',
    );
  });
});
