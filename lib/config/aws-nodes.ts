import { z } from "zod";
import { DEFAULTS } from "../defaults";
import { dnsLabel, text } from "./fields";

/** AMI types of EKS for Amazon Linux 2023. */
export const AMI_TYPES = [
  "AL2023_x86_64_STANDARD",
  "AL2023_ARM_64_STANDARD",
  "AL2023_x86_64_NVIDIA",
  "AL2023_ARM_64_NVIDIA",
  "AL2023_x86_64_NEURON",
] as const;

const qualifiedName = (what: string) =>
  text(
    /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/,
    `is not a ${what}`,
    'Write a name, or a domain and a name, as in "example.org/gpu".',
  );

const labelValue = () =>
  text(
    /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/,
    "is not a label value",
    "Use at most 63 letters, digits, dots, hyphens and underscores, with a letter or digit at both ends.",
  );

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
  labels: z.record(qualifiedName("label key"), labelValue()).default({}).describe("Kubernetes labels of the nodes"),
  taints: z
    .array(
      z
        .strictObject({
          key: qualifiedName("taint key")
            .meta({ examples: ["example.org/gpu"] })
            .describe("Key of the taint"),
          value: labelValue().default("").describe("Value of the taint"),
          effect: z
            .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
            .meta({ examples: ["NoSchedule"] })
            .describe("What happens to pods that do not tolerate the taint"),
        })
        .meta({ examples: [{ key: "example.org/gpu", effect: "NoSchedule" }] }),
    )
    .default([])
    .describe("Kubernetes taints of the nodes, beside Cilium's start-up taint"),
});

/** The managed node groups of a place on AWS, by name. */
export const awsNodesSchema = z
  .record(dnsLabel(30, "it is part of role, template and group names"), nodeGroupSchema)
  .prefault({ default: {} })
  .describe("Managed node groups by name. Default: one group named default");

/** One managed node group, with all defaults filled in. */
export type AwsNodeGroupDescription = z.output<typeof nodeGroupSchema>;
