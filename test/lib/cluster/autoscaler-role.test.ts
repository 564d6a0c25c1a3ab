import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { describe, expect, it } from "vitest";
import { clusterAutoscalerValues } from "../../../lib/charts/values/cluster-autoscaler";
import { AutoscalerRole } from "../../../lib/cluster/autoscaler-role";
import { PLATFORM } from "../../../lib/platform-namespaces";
import { synthesizeConstruct } from "../../support/synth";

const stack = synthesizeConstruct((scope) => {
  const oidc = { providerArn: "arn:oidc", issuer: "oidc.example.org" };
  new AutoscalerRole(scope, "role", { name: "demo", clusterName: "DEMO", oidc });
});

interface Statement {
  readonly actions: readonly string[];
  readonly resources?: readonly string[];
  readonly condition?: readonly object[];
}

const documents = Object.values<{ statement: Statement[] }>(JSON.parse(stack).data.aws_iam_policy_document);
const rights = documents.flatMap(({ statement }) => statement).filter(({ resources }) => resources !== undefined);

describe("the role of the autoscaler of nodes (INF-36)", () => {
  it("changes the groups alone that are tagged as its own cluster's", () => {
    const changing = rights.filter(({ actions }) => actions.some((action) => !/:(Describe|Get|List)/.test(action)));
    expect(changing).toEqual([
      {
        sid: "OwnGroups",
        effect: undefined,
        actions: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
        resources: ["*"],
        condition: [
          {
            test: "StringEquals",
            variable: "aws:ResourceTag/k8s.io/cluster-autoscaler/DEMO",
            values: ["owned"],
          },
        ],
      },
    ]);
  });

  it("reads what it needs to know of groups and machines, and nothing by a pattern", () => {
    const actions = rights.flatMap((statement) => statement.actions);
    expect(actions).toEqual(
      expect.arrayContaining([
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeTags",
        "ec2:DescribeLaunchTemplateVersions",
        "eks:DescribeNodegroup",
      ]),
    );
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  });

  it("is that of one service account alone", () => {
    expect(stack).toHaveDataSourceWithProperties(DataAwsIamPolicyDocument, {
      statement: [
        {
          actions: ["sts:AssumeRoleWithWebIdentity"],
          principals: [{ type: "Federated", identifiers: ["arn:oidc"] }],
          condition: [
            { test: "StringEquals", variable: "oidc.example.org:aud", values: ["sts.amazonaws.com"] },
            {
              test: "StringEquals",
              variable: "oidc.example.org:sub",
              values: ["system:serviceaccount:platform:cluster-autoscaler"],
            },
          ],
        },
      ],
    });
  });

  it("is the one that the chart gives its pods, in the namespace of its release", () => {
    const options = { provider: "", clusterName: "", environment: {}, identity: {}, imageTag: "", mirror: {} };
    expect(clusterAutoscalerValues(options).fixed).toHaveProperty("rbac.serviceAccount.name", "cluster-autoscaler");
    expect(PLATFORM.autoscaler).toEqual({ namespace: "platform", serviceAccount: "cluster-autoscaler" });
  });

  it("has a name of its testbed, and its rights", () => {
    expect(stack).toHaveResourceWithProperties(IamRole, { name: "demo-cluster-autoscaler" });
    expect(stack).toHaveResourceWithProperties(IamRolePolicy, {
      policy: expect.stringContaining("data.aws_iam_policy_document.role_rights"),
    });
  });
});
