import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Construct } from "constructs";
import { principalId } from "./principal-id";

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
      const admin = new Construct(this, principalId(arn));
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
