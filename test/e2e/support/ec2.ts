import { z } from "zod";
import type { Moto } from "./moto";

const id = z.string();
const tags = z
  .array(z.object({ Key: z.string(), Value: z.string() }))
  .default([])
  .transform((list) => Object.fromEntries(list.map(({ Key, Value }) => [Key, Value])));

/** A question to EC2, and the part of each thing in its answer that the tests look at. */
function question<S extends z.ZodType>(operation: string, list: string, thing: S) {
  const answer = z.object({ [list]: z.array(thing) });
  return async (moto: Moto, filters: Readonly<Record<string, string>> = {}): Promise<z.output<S>[]> => {
    const Filters = Object.entries(filters).map(([Name, value]) => ({ Name, Values: [value] }));
    return (await moto.ask(answer, "ec2", operation, { Filters }))[list] ?? [];
  };
}

/** What EC2 holds, each filtered by names and values as EC2 has them. */
export const ec2 = {
  vpcs: question("describe_vpcs", "Vpcs", z.object({ VpcId: id, CidrBlock: z.string(), IsDefault: z.boolean() })),
  subnets: question(
    "describe_subnets",
    "Subnets",
    z.object({
      CidrBlock: z.string(),
      AvailabilityZone: z.string(),
      MapPublicIpOnLaunch: z.boolean(),
      Tags: tags,
    }),
  ),
  natGateways: question(
    "describe_nat_gateways",
    "NatGateways",
    z.object({ NatGatewayId: id, SubnetId: id, NatGatewayAddresses: z.array(z.object({ AllocationId: id })) }),
  ),
  addresses: question(
    "describe_addresses",
    "Addresses",
    z.object({ PrivateIpAddress: z.string().optional(), NetworkInterfaceId: id.optional() }),
  ),
  routeTables: question(
    "describe_route_tables",
    "RouteTables",
    z.object({
      Associations: z.array(z.object({ SubnetId: id.optional() })),
      Routes: z.array(z.object({ DestinationCidrBlock: z.string().optional(), NatGatewayId: id.optional() })),
    }),
  ),
  rules: question(
    "describe_security_group_rules",
    "SecurityGroupRules",
    z.object({
      IsEgress: z.boolean(),
      IpProtocol: z.string(),
      FromPort: z.number(),
      ToPort: z.number(),
      CidrIpv4: z.string().optional(),
      ReferencedGroupInfo: z.object({ GroupId: id }).optional(),
    }),
  ),
  volumes: question(
    "describe_volumes",
    "Volumes",
    z.object({ Encrypted: z.boolean(), VolumeType: z.string(), Tags: tags }),
  ),
  tags: question("describe_tags", "Tags", z.object({ ResourceId: id })),
};

/** For each subnet whose default route leads to a NAT gateway: the subnet in which that stands. */
export async function natSubnets(moto: Moto, filters: Readonly<Record<string, string>>): Promise<Map<string, string>> {
  const gateways = await ec2.natGateways(moto, filters);
  const tables = await ec2.routeTables(moto, filters);
  const pairs = tables.flatMap(({ Associations, Routes }) => {
    const way = Routes.find((route) => route.DestinationCidrBlock === "0.0.0.0/0")?.NatGatewayId;
    const gateway = gateways.find(({ NatGatewayId }) => NatGatewayId === way);
    return Associations.flatMap(({ SubnetId }): [string, string][] =>
      gateway && SubnetId ? [[SubnetId, gateway.SubnetId]] : [],
    );
  });
  return new Map(pairs);
}
