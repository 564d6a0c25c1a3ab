import { z } from "zod";
import { DEFAULTS } from "../defaults";
import { dnsLabel, text } from "./fields";
import { labels, taints } from "./labels";

/** AMI types of EKS for Amazon Linux 2023. */
export const AMI_TYPES = [
  "AL2023_x86_64_STANDARD",
  "AL2023_ARM_64_STANDARD",
  "AL2023_x86_64_NVIDIA",
  "AL2023_ARM_64_NVIDIA",
  "AL2023_x86_64_NEURON",
] as const;

const count = () => z.int().min(0);

const nodeGroupSchema = z.strictObject({
  instance: text(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "is not an EC2 instance type", 'Write it as in "t3a.xlarge".')
    .default(DEFAULTS.instance)
    .describe("EC2 instance type; a change rolls the nodes (INF-13)"),
  amiType: z
    .enum(AMI_TYPES)
    .default("AL2023_x86_64_STANDARD")
    .describe("EKS image: x86_64 or arm64, and the accelerator that it has drivers for; a change replaces the group"),
  spot: z
    .boolean()
    .default(false)
    .describe("Spot instances: cheaper, and taken away on two minutes' notice; a change replaces the group"),
  disk: text(/^[1-9]\d{0,4}Gi$/, "is not a disk size", 'Write whole gibibytes, as in "50Gi".')
    .default(`${DEFAULTS.diskGib}Gi`)
    .describe("Size of the encrypted root volume, 20Gi or more (INF-13)"),
  min: count()
    .default(DEFAULTS.nodes.min)
    .describe("Fewest nodes; before you raise it above the nodes that there are, scale the group (INF-13)"),
  initial: count()
    .default(DEFAULTS.nodes.initial)
    .describe("Nodes at creation; afterwards the group's desired size is left alone (INF-13)"),
  max: count()
    .default(DEFAULTS.nodes.max)
    .describe("Most nodes; before you lower it below the nodes that there are, scale the group (INF-13)"),
  zones: z
    .array(text(/^[a-f]$/, "is not a zone slot", "Name a slot of the network: a, b, ..."))
    .min(1)
    .default([...DEFAULTS.zones])
    .describe(
      "Zone slots of the network that the nodes stand in; a change replaces the group, so a third zone wants a group of its own",
    ),
  labels: labels(),
  taints: taints().describe("Kubernetes taints of the nodes, beside Cilium's start-up taint"),
});

/** The managed node groups of a place on AWS, by name. */
export const awsNodesSchema = z
  .record(dnsLabel(30, "it is part of role, template and group names"), nodeGroupSchema)
  .prefault({ default: {} })
  .describe("Managed node groups by name. Default: one group named default");

/** One managed node group, with all defaults filled in. */
export type AwsNodeGroupDescription = z.output<typeof nodeGroupSchema>;
