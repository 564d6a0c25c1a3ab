import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { EksCluster as ControlPlane } from "@cdktf/provider-aws/lib/eks-cluster";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { describe, expect, it } from "vitest";
import { EksCluster, type EksClusterProps } from "../../../lib/cluster/eks-cluster";
import { KubernetesMinor } from "../../../lib/cluster/kubernetes-minor";
import { synthesizeConstruct } from "../../support/synth";

const ADMIN = "arn:aws:iam::123456789012:role/platform-admin";

const cluster = (props: Partial<EksClusterProps> = {}) =>
  synthesizeConstruct((scope) => {
    new EksCluster(scope, "cluster", {
      name: "demo",
      region: "eu-west-1",
      subnetIds: ["subnet-1", "subnet-2"],
      securityGroupId: "sg-1",
      admins: [ADMIN],
      ...props,
    });
  });

describe("EksCluster by default", () => {
  const stack = cluster();

  it("is trusted by EKS with its cluster policy alone (INF-10)", () => {
    expect(stack).toHaveDataSourceWithProperties(DataAwsIamPolicyDocument, {
      statement: [
        {
          actions: ["sts:AssumeRole", "sts:TagSession"],
          principals: [{ type: "Service", identifiers: ["eks.amazonaws.com"] }],
        },
      ],
    });
    expect(stack).toHaveResourceWithProperties(IamRolePolicyAttachment, {
      policyArn: expect.stringMatching(/:iam::aws:policy\/AmazonEKSClusterPolicy$/),
    });
  });

  it("is the documents' control plane in all subnets with the control-plane group (INF-11)", () => {
    expect(stack).toHaveResourceWithProperties(ControlPlane, {
      name: "INFINITECH-BP",
      version: "1.35",
      vpcConfig: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"], endpointPrivateAccess: true },
    });
  });

  it("has no public endpoint until somebody is named", () => {
    expect(stack).toHaveResourceWithProperties(ControlPlane, {
      vpcConfig: { endpointPublicAccess: false, publicAccessCidrs: undefined },
    });
  });

  it("is bare: no AWS CNI, no kube-proxy, no CoreDNS of its own (INF-14)", () => {
    expect(stack).toHaveResourceWithProperties(ControlPlane, { bootstrapSelfManagedAddons: false });
  });

  it("encrypts secrets with a key that rotates", () => {
    expect(stack).toHaveResourceWithProperties(KmsKey, { enableKeyRotation: true });
    expect(stack).toHaveResourceWithProperties(ControlPlane, {
      encryptionConfig: { resources: ["secrets"], provider: { keyArn: expect.stringContaining("aws_kms_key.") } },
    });
  });

  it("keeps all logs of the control plane for 90 days, in a group that is there first", () => {
    expect(stack).toHaveResourceWithProperties(CloudwatchLogGroup, {
      name: "/aws/eks/INFINITECH-BP/cluster",
      retentionInDays: 90,
    });
    expect(stack).toHaveResourceWithProperties(ControlPlane, {
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      depends_on: expect.arrayContaining([expect.stringContaining("aws_cloudwatch_log_group.")]),
    });
  });

  it("lets in the named administrators by access entries, and nobody by creation alone", () => {
    expect(stack).toHaveResourceWithProperties(ControlPlane, {
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
    });
    expect(stack).toHaveResourceWithProperties(EksAccessEntry, { principalArn: ADMIN });
    expect(stack).toHaveResourceWithProperties(EksAccessPolicyAssociation, {
      policyArn: expect.stringMatching(/AmazonEKSClusterAdminPolicy$/),
      accessScope: { type: "cluster" },
    });
  });

  it("is planned only by somebody who acts as an administrator", () => {
    const [controlPlane] = Object.values<{ lifecycle: { precondition: unknown[] } }>(
      JSON.parse(stack).resource.aws_eks_cluster,
    );
    expect(controlPlane?.lifecycle.precondition).toEqual([
      {
        condition: expect.stringMatching(
          /^\$\{contains\(\["arn:aws:iam::123456789012:role\/platform-admin"\], .*issuer_arn\)\}$/,
        ),
        error_message: expect.stringContaining(ADMIN),
      },
    ]);
  });

  it("is not destroyed or replaced, nor is its key", () => {
    expect(stack).toHaveResourceWithProperties(ControlPlane, { lifecycle: { prevent_destroy: true } });
    expect(stack).toHaveResourceWithProperties(KmsKey, { lifecycle: { prevent_destroy: true } });
  });

  it("gives pods their roles by its OIDC provider", () => {
    expect(stack).toHaveResourceWithProperties(IamOpenidConnectProvider, {
      url: expect.stringContaining(".identity[0].oidc[0].issuer"),
      clientIdList: ["sts.amazonaws.com"],
    });
  });
});

describe("EksCluster with options", () => {
  it("opens its public endpoint to the named networks only", () => {
    expect(cluster({ publicAccessCidrs: ["198.51.100.0/24"] })).toHaveResourceWithProperties(ControlPlane, {
      vpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ["198.51.100.0/24"], endpointPrivateAccess: true },
    });
  });

  it("lets private networks in to its private endpoint, by the control-plane group", () => {
    const stack = cluster({ privateAccessCidrs: ["10.8.0.0/24"] });
    expect(stack).toHaveResourceWithProperties(VpcSecurityGroupIngressRule, {
      securityGroupId: "sg-1",
      cidrIpv4: "10.8.0.0/24",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    expect(stack).toHaveResourceWithProperties(ControlPlane, { vpcConfig: { endpointPublicAccess: false } });
  });

  it("keeps two administrators apart whose names differ in a sign that addresses lack", () => {
    const admins = ["a.b", "a-b", "a/b"].map((role) => `arn:aws:iam::123456789012:role/${role}`);
    expect(Object.keys(JSON.parse(cluster({ admins })).resource.aws_eks_access_entry)).toHaveLength(3);
  });

  it("takes a name, a minor, a range of services and a retention of its own", () => {
    const stack = cluster({
      clusterName: "DEMO",
      minor: KubernetesMinor.of("1.40"),
      serviceCidr: "10.100.0.0/16",
      logRetentionDays: 365,
    });
    expect(stack).toHaveResourceWithProperties(ControlPlane, {
      name: "DEMO",
      version: "1.40",
      kubernetesNetworkConfig: { serviceIpv4Cidr: "10.100.0.0/16" },
    });
    expect(stack).toHaveResourceWithProperties(CloudwatchLogGroup, {
      name: "/aws/eks/DEMO/cluster",
      retentionInDays: 365,
    });
  });

  it("can be destroyed once its protection is off", () => {
    const stack = cluster({ deletionProtection: false });
    expect(stack).toHaveResourceWithProperties(ControlPlane, { lifecycle: { prevent_destroy: false } });
    expect(stack).toHaveResourceWithProperties(KmsKey, { lifecycle: { prevent_destroy: false } });
  });

  it("tags the security group that EKS makes itself", () => {
    const tags = Object.values(JSON.parse(cluster({ tags: { testbed: "demo" } })).resource.aws_ec2_tag);
    expect(tags).toMatchObject([
      { key: "testbed", value: "demo", resource_id: expect.stringContaining("cluster_security_group_id") },
    ]);
  });
});

describe("EksCluster refuses", () => {
  it("to be without an administrator", () => {
    expect(() => cluster({ admins: [] })).toThrow(
      'The cluster of "demo" has no administrator. Name at least one IAM role in admins.',
    );
  });
});
