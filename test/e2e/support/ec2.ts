import { z } from "zod";
import type { Moto } from "./moto";

const id = z.string();
const tags = z
  .array(z.object({ Key: z.string(), Value: z.string() }))
  .default([])
  .transform((list) => Object.fromEntries(list.map(({ Key, Value }) => [Key, Value])));

/** The parts of EC2's answers that the tests look at, by operation. */
const ANSWERS = {
  describe_vpcs: z.object({ Vpcs: z.array(z.object({ VpcId: id, CidrBlock: z.string(), IsDefault: z.boolean() })) }),
  describe_subnets: z.object({
    Subnets: z.array(
      z.object({
        SubnetId: id,
        CidrBlock: z.string(),
        AvailabilityZone: z.string(),
        MapPublicIpOnLaunch: z.boolean(),
        Tags: tags,
      }),
    ),
  }),
  describe_nat_gateways: z.object({
    NatGateways: z.array(
      z.object({
        NatGatewayId: id,
        SubnetId: id,
        State: z.string(),
        NatGatewayAddresses: z.array(z.object({ AllocationId: id })),
      }),
    ),
  }),
  describe_addresses: z.object({
    Addresses: z.array(
      z.object({
        AllocationId: id,
        PublicIp: z.string(),
        PrivateIpAddress: z.string().optional(),
        NetworkInterfaceId: id.optional(),
      }),
    ),
  }),
  describe_route_tables: z.object({
    RouteTables: z.array(
      z.object({
        Associations: z.array(z.object({ SubnetId: id.optional() })),
        Routes: z.array(z.object({ DestinationCidrBlock: z.string().optional(), NatGatewayId: id.optional() })),
      }),
    ),
  }),
  describe_tags: z.object({ Tags: z.array(z.object({ ResourceId: id, Key: z.string(), Value: z.string() })) }),
} as const;

/** What EC2 answers to one of these operations, filtered by name and value. */
export function ec2<O extends keyof typeof ANSWERS>(
  moto: Moto,
  operation: O,
  filters: Readonly<Record<string, string>> = {},
): Promise<z.output<(typeof ANSWERS)[O]>> {
  const list = Object.entries(filters).map(([Name, value]) => ({ Name, Values: [value] }));
  return moto.ask(ANSWERS[operation], "ec2", operation, { Filters: list });
}
