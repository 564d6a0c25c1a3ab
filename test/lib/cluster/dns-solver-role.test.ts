import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { describe, expect, it } from "vitest";
import { certManagerValues } from "../../../lib/charts/values/cert-manager";
import { DnsSolverRole } from "../../../lib/cluster/dns-solver-role";
import { synthesizeConstruct } from "../../support/synth";

const stack = synthesizeConstruct((scope) => {
  const oidc = { providerArn: "arn:oidc", issuer: "oidc.example.org" };
  new DnsSolverRole(scope, "role", { name: "demo", partition: "aws", oidc, hostedZone: "Z1" });
});

describe("the role by which cert-manager shows that it holds the domain (INF-17)", () => {
  it("writes the records of that proof in the zone of the domain, and no others", () => {
    const documents = Object.values<{ statement: { sid?: string }[] }>(JSON.parse(stack).data.aws_iam_policy_document);
    const rights = documents.flatMap(({ statement }) => statement).filter(({ sid }) => sid !== undefined);
    expect(rights).toEqual([
      { sid: "Watch", actions: ["route53:GetChange"], resources: ["arn:aws:route53:::change/*"] },
      { sid: "Read", actions: ["route53:ListResourceRecordSets"], resources: ["arn:aws:route53:::hostedzone/Z1"] },
      {
        sid: "Prove",
        actions: ["route53:ChangeResourceRecordSets"],
        resources: ["arn:aws:route53:::hostedzone/Z1"],
        condition: [
          {
            test: "ForAllValues:StringLike",
            variable: "route53:ChangeResourceRecordSetsNormalizedRecordNames",
            values: ["_acme-challenge.*"],
          },
          {
            test: "ForAllValues:StringLike",
            variable: "route53:ChangeResourceRecordSetsRecordTypes",
            values: ["TXT"],
          },
        ],
      },
    ]);
  });

  it("is that of cert-manager's service account alone, as its chart has it", () => {
    const { serviceAccount } = certManagerValues({ identity: {}, mirror: {} }).fixed as { serviceAccount: object };
    expect(serviceAccount).toMatchObject({ name: "cert-manager" });
    expect(stack).toHaveDataSourceWithProperties(DataAwsIamPolicyDocument, {
      statement: [
        {
          actions: ["sts:AssumeRoleWithWebIdentity"],
          condition: [
            { variable: "oidc.example.org:aud" },
            {
              test: "StringEquals",
              variable: "oidc.example.org:sub",
              values: ["system:serviceaccount:cert-manager:cert-manager"],
            },
          ],
        },
      ],
    });
  });

  it("has a name of its testbed, and its rights", () => {
    expect(stack).toHaveResourceWithProperties(IamRole, { name: "demo-cert-manager" });
    expect(stack).toHaveResourceWithProperties(IamRolePolicy, {
      policy: expect.stringContaining("data.aws_iam_policy_document.role_rights"),
    });
  });
});
