import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Construct } from "constructs";
import { elementId } from "../element-id";

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
      // 123456789012-role-admin for a plain role; elementId tells others apart.
      const name = arn.replace(/^.*:iam::/, "").replace(/^(\d+):(role|user)\//, "$1-$2-");
      const admin = new Construct(this, elementId(name));
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
