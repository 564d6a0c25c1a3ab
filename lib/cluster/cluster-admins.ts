import { createHash } from "node:crypto";
import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Construct } from "constructs";

/** What `ClusterAdmins` are made of. */
export interface ClusterAdminsProps {
  readonly clusterName: string;
  readonly partition: string;
  /** ARNs of IAM roles or users. */
  readonly admins: readonly string[];
}

/** The administrators of a cluster: an access entry for each, and nobody by creation alone. */
export class ClusterAdmins extends Construct {
  constructor(scope: Construct, id: string, props: ClusterAdminsProps) {
    super(scope, id);
    for (const arn of props.admins) {
      const admin = new Construct(this, idOf(arn));
      const entry = new EksAccessEntry(admin, "entry", { clusterName: props.clusterName, principalArn: arn });
      new EksAccessPolicyAssociation(admin, "policy", {
        clusterName: props.clusterName,
        principalArn: entry.principalArn,
        policyArn: `arn:${props.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
        accessScope: { type: "cluster" },
      });
    }
  }
}

/** A readable id for each ARN; where it leaves characters out, a hash keeps two ARNs apart (`a.b` and `a-b`). */
function idOf(arn: string): string {
  const name = arn.replace(/^.*:iam::/, "");
  const readable = name.replaceAll(/[^\w-]+/g, "-");
  if (/^\d+:(role|user)\/[\w-]+$/.test(name)) return readable;
  return `${readable}-${createHash("sha256").update(arn).digest("hex").slice(0, 8)}`;
}
