import { z } from "zod";
import { DEFAULTS } from "../defaults";
import { awsNetworkSchema } from "./aws-network";
import { awsNodesSchema } from "./aws-nodes";
import { awsRegion, dnsLabel, logRetention, sourceName, text } from "./fields";

const iamPrincipals = () =>
  z.array(
    text(
      /^arn:aws(-us-gov)?:(iam::\d{12}:(role|user)\/[\w+=,.@/-]+|sts::\d{12}:assumed-role\/[\w+=,.@/-]+)$/,
      "is not the ARN of an IAM role or user",
      'Write it as in "arn:aws:iam::123456789012:role/platform-admin".',
    ),
  );

/** The part of a place that describes the target AWS. */
export const awsSchema = z.strictObject({
  region: awsRegion().describe("AWS region"),
  clusterName: text(
    /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/,
    "is not the name of an EKS cluster",
    "Use at most 100 letters, digits, hyphens and underscores, with a letter or digit first.",
  )
    .default(DEFAULTS.clusterName)
    .describe("Name of the EKS control plane (INF-11)"),
  network: awsNetworkSchema,
  apiAccess: z
    .array(sourceName())
    .min(1)
    .meta({ examples: [["office"]] })
    .describe(
      "Who may reach the Kubernetes API, whoever deploys among them: names of lists under sources, or anywhere. Public networks reach the public endpoint, private ones the private endpoint; without a public one there is no public endpoint",
    ),
  admins: iamPrincipals()
    .min(1)
    .meta({ examples: [["arn:aws:iam::123456789012:role/platform-admin"]] })
    .describe("IAM roles (or users) that administer the cluster; whoever deploys must act as one of them"),
  members: z
    .record(
      dnsLabel(40, "it is the name of a sandbox"),
      z.strictObject({
        developers: iamPrincipals().default([]).describe("Who may change the app of the sandbox"),
        viewers: iamPrincipals().default([]).describe("Who may look at it"),
      }),
    )
    .default({})
    .describe("Who works in which sandbox: IAM roles (or users), by sandbox"),
  nodes: awsNodesSchema,
  hostedZone: text(/^Z[A-Z0-9]{4,31}$/, "is not the id of a hosted zone", 'Write it as in "Z0123456789ABCDEFGHIJ".')
    .optional()
    .describe(
      "Public hosted zone of Route 53 that holds the domain: the wildcard record *.<domain> is made in it. Default: none, the edge prints the records to set",
    ),
  nodeName: text(
    /^[0-9A-Za-z][\w.-]{0,62}$/,
    "is not a name for nodes",
    "Use at most 63 letters, digits, dots, hyphens and underscores.",
  )
    .default(DEFAULTS.nodeName)
    .describe("Name tag of the worker role and of every worker (INF-12)"),
  logRetentionDays: logRetention()
    .default(DEFAULTS.logRetentionDays)
    .describe("How long the logs of the control plane are kept, in days; one of the numbers that CloudWatch knows"),
  deletionProtection: z
    .boolean()
    .default(true)
    .describe(
      "Refuses to destroy or replace the network, the entry, the control plane, its key and Cilium; set it to false before you take the testbed down",
    ),
});

/** The AWS part of a place, with all defaults filled in. */
export type AwsDescription = z.output<typeof awsSchema>;
