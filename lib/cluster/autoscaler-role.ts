import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Construct } from "constructs";
import { acceptFindings } from "../accept-finding";
import { PLATFORM } from "../platform-namespaces";
import { type ClusterOidc, ServiceAccountRole } from "./service-account-role";

/** What the autoscaler reads (cluster-autoscaler 1.35, "AWS", full features policy). */
const READS = [
  "autoscaling:DescribeAutoScalingGroups",
  "autoscaling:DescribeAutoScalingInstances",
  "autoscaling:DescribeLaunchConfigurations",
  "autoscaling:DescribeScalingActivities",
  "autoscaling:DescribeTags",
  "ec2:DescribeImages",
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeLaunchTemplateVersions",
  "ec2:GetInstanceTypesFromInstanceRequirements",
  "eks:DescribeNodegroup",
];

/** What it changes: the size of groups, and which machines go. */
const WRITES = ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"];

/** What an `AutoscalerRole` is made of. */
export interface AutoscalerRoleProps {
  /** Name of the testbed. */
  readonly name: string;
  readonly clusterName: string;
  readonly oidc: ClusterOidc;
}

/** The role of the autoscaler of nodes (INF-36): it changes the groups of its own cluster alone, which EKS tags so. */
export class AutoscalerRole extends Construct {
  readonly role: ServiceAccountRole;

  constructor(scope: Construct, id: string, { name, clusterName, oidc }: AutoscalerRoleProps) {
    super(scope, id);
    const rights = new DataAwsIamPolicyDocument(this, "rights", {
      statement: [
        { sid: "Read", actions: READS, resources: ["*"] },
        {
          sid: "OwnGroups",
          actions: WRITES,
          resources: ["*"],
          condition: [
            {
              test: "StringEquals",
              variable: `aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`,
              values: ["owned"],
            },
          ],
        },
      ],
    });
    acceptFindings(rights, {
      CKV_AWS_356: "What it reads has no names beforehand; what it changes is bound to the tags of its cluster",
    });
    this.role = new ServiceAccountRole(this, "autoscaler", {
      roleName: `${name}-cluster-autoscaler`,
      oidc,
      ...PLATFORM.autoscaler,
      policy: rights.json,
    });
  }
}
