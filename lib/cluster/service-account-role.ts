import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** The OIDC provider of a cluster, as `EksCluster` has it. */
export interface ClusterOidc {
  readonly providerArn: string;
  /** The issuer without `https://`. */
  readonly issuer: string;
}

/** What a `ServiceAccountRole` is made of. */
export interface ServiceAccountRoleProps {
  readonly roleName: string;
  readonly oidc: ClusterOidc;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** ARN of a policy to attach. Default: none */
  readonly managedPolicyArn?: string;
  /** A policy of its own, as JSON. Default: none */
  readonly policy?: string;
}

/** An IAM role for one service account (IRSA). It needs neither nodes nor the metadata service. */
export class ServiceAccountRole extends Construct {
  readonly arn: string;
  /** What gives the role its rights; depend on it before the role is used. */
  readonly rights: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, props: ServiceAccountRoleProps) {
    super(scope, id);
    const { issuer, providerArn } = props.oidc;
    const equals = (claim: string, value: string) => ({
      test: "StringEquals",
      variable: `${issuer}:${claim}`,
      values: [value],
    });
    const trust = new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        {
          actions: ["sts:AssumeRoleWithWebIdentity"],
          principals: [{ type: "Federated", identifiers: [providerArn] }],
          condition: [
            equals("aud", "sts.amazonaws.com"),
            equals("sub", `system:serviceaccount:${props.namespace}:${props.serviceAccount}`),
          ],
        },
      ],
    });
    const role = new IamRole(this, "role", { name: props.roleName, assumeRolePolicy: trust.json });
    this.arn = role.arn;
    if (props.managedPolicyArn) {
      this.rights.push(
        new IamRolePolicyAttachment(this, "managed-policy", { role: role.name, policyArn: props.managedPolicyArn }),
      );
    }
    if (props.policy) {
      this.rights.push(
        new IamRolePolicy(this, "policy", { name: props.serviceAccount, role: role.id, policy: props.policy }),
      );
    }
  }
}
