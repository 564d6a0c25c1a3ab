import { z } from "zod";
import { awsNetworkSchema } from "./aws-network";
import { awsNodesSchema } from "./aws-nodes";
import { awsRegion, dnsLabel, text } from "./fields";

/** CloudWatch keeps logs for these numbers of days and no others (`retention_in_days` of hashicorp/aws 5.100.0). */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** The part of a place that describes the target AWS. */
export const awsSchema = z.strictObject({
  region: awsRegion().describe("AWS region"),
  clusterName: text(
    /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/,
    "is not the name of an EKS cluster",
    "Use at most 100 letters, digits, hyphens and underscores, with a letter or digit first.",
  )
    .default("INFINITECH-BP")
    .describe("Name of the EKS control plane (INF-11)"),
  network: awsNetworkSchema,
  apiAccess: z
    .array(dnsLabel(32, "it is the name of a list under sources"))
    .meta({ examples: [["office"]] })
    .describe(
      "Who may reach the public endpoint of the Kubernetes API: names of lists under sources, or anywhere. An empty list leaves the private endpoint only",
    ),
  admins: z
    .array(
      text(
        /^arn:aws[a-z-]*:(iam::\d{12}:(role|user)\/[\w+=,.@/-]+|sts::\d{12}:assumed-role\/[\w+=,.@/-]+)$/,
        "is not the ARN of an IAM role or user",
        'Write it as in "arn:aws:iam::123456789012:role/platform-admin".',
      ),
    )
    .min(1)
    .meta({ examples: [["arn:aws:iam::123456789012:role/platform-admin"]] })
    .describe("IAM roles (or users) that administer the cluster; whoever deploys must act as one of them"),
  nodes: awsNodesSchema,
  nodeName: text(
    /^[0-9A-Za-z][\w.-]{0,62}$/,
    "is not a name for nodes",
    "Use at most 63 letters, digits, dots, hyphens and underscores.",
  )
    .default("INFINITECHBPNode")
    .describe("Name tag of the worker role and of every worker (INF-12)"),
  logRetentionDays: z
    .literal([...LOG_RETENTION_DAYS])
    .default(90)
    .describe("How long the logs of the control plane are kept, in days; one of the numbers that CloudWatch knows"),
  deletionProtection: z
    .boolean()
    .default(true)
    .describe(
      "Refuses to destroy or replace the control plane and its key; set it to false and deploy before you take the testbed down",
    ),
});

/** The AWS part of a place, with all defaults filled in. */
export type AwsDescription = z.output<typeof awsSchema>;
