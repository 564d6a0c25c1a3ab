import { z } from "zod";
import { DEFAULTS } from "../defaults";
import { cidr, dnsLabel, logRetention, text } from "./fields";

/** A zone slot: `a` is the first availability zone of the region, `b` the second, and so on. */
const slot = () =>
  text(/^[a-f]$/, "is not a zone slot", "Name the zones a, b, c, ... in the order of the region's zones.");

const id = (kind: string, prefix: string) =>
  text(
    new RegExp(`^${prefix}-[0-9a-f]{8,17}$`),
    `is not the id of a ${kind}`,
    `Write it as in "${prefix}-0123456789abcdef0".`,
  ).meta({
    examples: [`${prefix}-0123456789abcdef0`],
  });

const existingSchema = z
  .strictObject({
    vpcId: id("VPC", "vpc").describe("Id of the VPC"),
    cidrs: z
      .array(cidr())
      .min(1)
      .meta({ examples: [["192.168.0.0/16"]] })
      .describe("IPv4 networks of the VPC"),
    controlPlaneSecurityGroupId: id("security group", "sg")
      .optional()
      .describe("Security group of the control plane. Default: a new one"),
    zones: z
      .record(
        slot(),
        z.strictObject({
          public: id("subnet", "subnet").describe("Id of the public subnet"),
          private: id("subnet", "subnet").describe("Id of the private subnet"),
        }),
      )
      .meta({ examples: [{}] })
      .describe("A public and a private subnet for each zone, two zones or more, by slot"),
  })
  .describe("A VPC that exists already, instead of a new one");

/** The network of a place on AWS: a new VPC, an existing one, or another testbed's. */
export const awsNetworkSchema = z
  .strictObject({
    cidr: cidr()
      .optional()
      .meta({ default: DEFAULTS.vpcCidr })
      .describe("IPv4 network of the VPC, /16 to /26 when it is cut in four, else to /28 (INF-4)"),
    additionalCidrs: z
      .array(cidr())
      .optional()
      .meta({ default: [] })
      .describe("Further IPv4 networks of the VPC, for zones that its first network has no room for"),
    zones: z
      .record(
        slot(),
        z.strictObject({
          public: cidr()
            .meta({ examples: ["192.168.0.0/18"] })
            .describe("IPv4 network of the public subnet"),
          private: cidr()
            .meta({ examples: ["192.168.128.0/18"] })
            .describe("IPv4 network of the private subnet"),
        }),
      )
      .optional()
      .describe(
        "A public and a private subnet for each zone, by slot. Default: slots a and b, the VPC's network cut in four, public subnets first (INF-5)",
      ),
    natGateways: z
      .enum(["perZone", "single"])
      .optional()
      .meta({ default: DEFAULTS.natGateways })
      .describe("One NAT gateway in each zone (INF-6), or a single one in the first: cheaper, and gone with its zone"),
    flowLogs: z
      .strictObject({
        retentionDays: logRetention()
          .default(DEFAULTS.flowLogRetentionDays)
          .describe("How long flow logs are kept, in days"),
      })
      .optional()
      .describe("Records the VPC's traffic in CloudWatch. Default: no flow logs"),
    existing: existingSchema.optional(),
    from: dnsLabel(32, "it is the name of a place")
      .optional()
      .describe(
        "Name of another testbed whose network this one shares (INF-2); both keep their states in the same store",
      ),
  })
  .prefault({})
  .describe("The network of the testbed");

/** The network part of a place on AWS, with all defaults filled in. */
export type AwsNetworkDescription = z.output<typeof awsNetworkSchema>;
