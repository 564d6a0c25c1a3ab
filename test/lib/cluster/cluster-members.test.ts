import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { describe, expect, it } from "vitest";
import { ClusterMembers } from "../../../lib/cluster/cluster-members";
import { synthesizeConstruct } from "../../support/synth";

const ADA = "arn:aws:iam::123456789012:role/ada";

describe("the members of a cluster", () => {
  const stack = synthesizeConstruct((scope) => {
    new ClusterMembers(scope, "members", {
      clusterName: "DEMO",
      members: { [ADA]: ["testbed-one-developers", "testbed-two-viewers"] },
    });
  });

  it("get in with all their groups by one access entry each", () => {
    expect(stack).toHaveResourceWithProperties(EksAccessEntry, {
      cluster_name: "DEMO",
      principal_arn: ADA,
      kubernetes_groups: ["testbed-one-developers", "testbed-two-viewers"],
    });
  });

  it("have no rights by a policy of EKS", () => {
    expect(stack).not.toHaveResource(EksAccessPolicyAssociation);
  });
});
