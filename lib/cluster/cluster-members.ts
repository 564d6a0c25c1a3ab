import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { Construct } from "constructs";
import { principalId } from "./principal-id";

/** What `ClusterMembers` are made of. */
export interface ClusterMembersProps {
  readonly clusterName: string;
  /** The Kubernetes groups of each IAM role or user, by its ARN. */
  readonly members: Readonly<Record<string, readonly string[]>>;
}

/** Those who work in a cluster without administering it: their log-in puts them into groups, which roles are given to. */
export class ClusterMembers extends Construct {
  constructor(scope: Construct, id: string, { clusterName, members }: ClusterMembersProps) {
    super(scope, id);
    for (const [principalArn, kubernetesGroups] of Object.entries(members)) {
      new EksAccessEntry(this, principalId(principalArn), {
        clusterName,
        principalArn,
        kubernetesGroups: [...kubernetesGroups],
      });
    }
  }
}
