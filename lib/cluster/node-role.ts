import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** What a `NodeRole` is made of. */
export interface NodeRoleProps {
  /** Name of the testbed. */
  readonly name: string;
  readonly partition: string;
  /** Its Name tag (INF-12). */
  readonly nodeName: string;
}

/**
 * The role of the workers (INF-12), with one right fewer than the documents gave it: Cilium's operator has the right to
 * change network interfaces, the workers do not.
 */
export class NodeRole extends Construct {
  readonly arn: string;
  /** What gives the role its rights; nodes wait for it. */
  readonly rights: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: NodeRoleProps) {
    super(scope, id);
    const trust = new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        { actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }] },
      ],
    });
    const role = new IamRole(this, "role", {
      name: `${props.name}-node`,
      assumeRolePolicy: trust.json,
      tags: { Name: props.nodeName },
    });
    this.arn = role.arn;
    this.rights = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly"].map(
      (policy) =>
        new IamRolePolicyAttachment(this, policy, {
          role: role.name,
          policyArn: `arn:${props.partition}:iam::aws:policy/${policy}`,
        }),
    );
  }
}
