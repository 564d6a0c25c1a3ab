import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Construct } from "constructs";
import { acceptFindings } from "../accept-finding";
import { type ClusterOidc, ServiceAccountRole } from "./service-account-role";

/** What Cilium's operator reads in EC2 in ENI mode (Cilium 1.20, "AWS ENI", required privileges). */
const READS = [
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeManagedPrefixLists",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeTags",
  "ec2:DescribeVpcs",
  "ec2:GetManagedPrefixListEntries",
];

/** What it changes: the network interfaces of the workers and their addresses. */
const WRITES = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:AttachNetworkInterface",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:ModifyNetworkInterfaceAttribute",
];

/** What a `CiliumOperatorRole` is made of. */
export interface CiliumOperatorRoleProps {
  /** Name of the testbed. */
  readonly name: string;
  readonly region: string;
  readonly partition: string;
  readonly oidc: ClusterOidc;
}

/**
 * The role of Cilium's operator: the rights that `AmazonEKS_CNI_Policy` lacks are here, and none are on the nodes. It
 * comes by IRSA, not by pod identity, whose agent needs the nodes that wait for the operator.
 */
export class CiliumOperatorRole extends Construct {
  readonly role: ServiceAccountRole;

  constructor(scope: Construct, id: string, props: CiliumOperatorRoleProps) {
    super(scope, id);
    const rights = new DataAwsIamPolicyDocument(this, "rights", {
      statement: [
        { sid: "Read", actions: READS, resources: ["*"] },
        {
          sid: "Interfaces",
          actions: WRITES,
          resources: ["*"],
          condition: [{ test: "StringEquals", variable: "aws:RequestedRegion", values: [props.region] }],
        },
        {
          sid: "Tags",
          actions: ["ec2:CreateTags"],
          resources: [`arn:${props.partition}:ec2:${props.region}:*:network-interface/*`],
        },
      ],
    });
    acceptFindings(rights, {
      CKV_AWS_356:
        "Interfaces are made and moved at run time and have no name beforehand; the region bounds the rights",
    });
    this.role = new ServiceAccountRole(this, "operator", {
      roleName: `${props.name}-cilium-operator`,
      oidc: props.oidc,
      namespace: "kube-system",
      serviceAccount: "cilium-operator",
      policy: rights.json,
    });
  }
}
