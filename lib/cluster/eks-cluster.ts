import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { DataAwsIamSessionContext } from "@cdktf/provider-aws/lib/data-aws-iam-session-context";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { Ec2Tag } from "@cdktf/provider-aws/lib/ec2-tag";
import { EksCluster as EksControlPlane } from "@cdktf/provider-aws/lib/eks-cluster";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../accept-finding";
import { DEFAULTS } from "../defaults";
import { elementId } from "../element-id";
import { ClusterAdmins } from "./cluster-admins";
import { ClusterKey } from "./cluster-key";
import { ClusterMembers } from "./cluster-members";
import { KubernetesMinor } from "./kubernetes-minor";

/** What an `EksCluster` is made of. */
export interface EksClusterProps {
  /** Prefix of the names of its role and key. */
  readonly name: string;
  readonly region: string;
  /** Name of the control plane. Default: `INFINITECH-BP` (INF-11). A change replaces the cluster */
  readonly clusterName?: string;
  /** Default: `KubernetesMinor.DEFAULT` */
  readonly minor?: KubernetesMinor;
  /**
   * Public and private subnets of two zones (INF-11). Subnets may be added later only in the same zones; nodes may stand in
   * any zone of the network ("Subnet requirements for clusters", Amazon EKS user guide)
   */
  readonly subnetIds: string[];
  /** The control-plane security group of the network. */
  readonly securityGroupId: string;
  /** ARNs of the IAM roles or users that administer the cluster; whoever deploys acts as one of them. At least one. */
  readonly admins: readonly string[];
  /** Kubernetes groups of IAM roles or users that work in the cluster without administering it, by ARN. Default: none */
  readonly members?: Readonly<Record<string, readonly string[]>>;
  /** IPv4 networks of the internet that may reach the public endpoint. Default: none, there is no public endpoint */
  readonly publicAccessCidrs?: readonly string[];
  /** Private IPv4 networks that may reach the private endpoint, beside the workers. Default: none */
  readonly privateAccessCidrs?: readonly string[];
  /** Addresses of services. Default: `172.20.0.0/16`. A change replaces the cluster */
  readonly serviceCidr?: string;
  /** How long the logs of the control plane are kept, in days. Default: 90 */
  readonly logRetentionDays?: number;
  /**
   * Whether Terraform refuses to destroy or replace the control plane and its key. It does not protect them once they are
   * no longer described. Default: true
   */
  readonly deletionProtection?: boolean;
  /** Tags for the security group that EKS makes itself, where those of the provider do not reach. Default: none */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A bare EKS control plane (INF-10, INF-11): no CNI, no kube-proxy, no CoreDNS until `EksNodes` brings them in order.
 * Secrets are encrypted, all logs kept; only the named administrators get in, and pods get IAM roles by its OIDC provider.
 */
export class EksCluster extends Construct {
  readonly clusterName: string;
  /** Kubernetes minor of the control plane. */
  readonly version: string;
  readonly endpoint: string;
  /** Certificate of the API's authority, PEM in base64. */
  readonly certificateAuthority: string;
  /** The security group that EKS makes: workers carry it. */
  readonly workerSecurityGroupId: string;
  readonly oidcProviderArn: string;
  /** The OIDC issuer without `https://`, as the conditions of IAM roles name it. */
  readonly oidcIssuer: string;

  /** @throws Error when no administrator is named */
  constructor(scope: Construct, id: string, props: EksClusterProps) {
    super(scope, id);
    if (props.admins.length === 0) {
      throw new Error(`The cluster of "${props.name}" has no administrator. Name at least one IAM role in admins.`);
    }
    const clusterName = props.clusterName ?? DEFAULTS.clusterName;
    const deletionProtection = props.deletionProtection ?? true;
    const logRetentionDays = props.logRetentionDays ?? DEFAULTS.logRetentionDays;
    const partition = new DataAwsPartition(this, "partition").partition;
    const caller = new DataAwsCallerIdentity(this, "caller");
    const deployer = new DataAwsIamSessionContext(this, "deployer", { arn: caller.arn });
    const logGroup = `/aws/eks/${clusterName}/cluster`;
    const key = new ClusterKey(this, "key", {
      name: props.name,
      partition,
      accountId: caller.accountId,
      region: props.region,
      logGroup,
      deletionProtection,
    });
    const logs = new CloudwatchLogGroup(this, "logs", {
      name: logGroup,
      retentionInDays: logRetentionDays,
      kmsKeyId: key.arn,
    });
    if (logRetentionDays < 365) {
      acceptFindings(logs, {
        CKV_AWS_338: "A testbed keeps its audit log for a quarter of a year; logRetentionDays keeps it longer",
      });
    }
    const { role, attachment } = this.role(props.name, partition);
    const publicAccess = (props.publicAccessCidrs ?? []).length > 0;
    const controlPlane = new EksControlPlane(this, "control-plane", {
      name: clusterName,
      roleArn: role.arn,
      version: (props.minor ?? KubernetesMinor.DEFAULT).name,
      bootstrapSelfManagedAddons: false,
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      vpcConfig: {
        subnetIds: props.subnetIds,
        securityGroupIds: [props.securityGroupId],
        endpointPrivateAccess: true,
        endpointPublicAccess: publicAccess,
        publicAccessCidrs: publicAccess ? [...new Set(props.publicAccessCidrs)] : undefined,
      },
      kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: props.serviceCidr ?? DEFAULTS.serviceCidr },
      encryptionConfig: { resources: ["secrets"], provider: { keyArn: key.arn } },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      dependsOn: [logs, attachment],
      lifecycle: {
        preventDestroy: deletionProtection,
        precondition: [
          {
            condition: Fn.contains([...props.admins], deployer.issuerArn),
            errorMessage: `Whoever deploys must act as one of the admins (${props.admins.join(", ")}), or the cluster refuses the next stack. This is ${deployer.issuerArn}.`,
          },
        ],
      },
    });
    if (publicAccess) {
      acceptFindings(controlPlane, {
        CKV_AWS_39:
          "INF-11 asks for a public endpoint; apiAccess names who reaches it, and private networks alone close it",
        ...(props.publicAccessCidrs?.includes("0.0.0.0/0")
          ? { CKV_AWS_38: "The place names anywhere in apiAccess" }
          : {}),
      });
    }
    for (const cidr of new Set(props.privateAccessCidrs)) {
      new VpcSecurityGroupIngressRule(this, `api-from-${cidr.replaceAll(/[./]/g, "-")}`, {
        securityGroupId: props.securityGroupId,
        description: "Kubernetes API",
        cidrIpv4: cidr,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
      });
    }
    new ClusterAdmins(this, "admins", { clusterName: controlPlane.name, partition, admins: props.admins });
    new ClusterMembers(this, "members", { clusterName: controlPlane.name, members: props.members ?? {} });
    const issuer = controlPlane.identity.get(0).oidc.get(0).issuer;
    const oidc = new IamOpenidConnectProvider(this, "oidc", { url: issuer, clientIdList: ["sts.amazonaws.com"] });
    this.workerSecurityGroupId = controlPlane.vpcConfig.clusterSecurityGroupId;
    for (const [name, value] of Object.entries(props.tags ?? {})) {
      new Ec2Tag(this, `worker-security-group-tag-${elementId(name)}`, {
        resourceId: this.workerSecurityGroupId,
        key: name,
        value,
      });
    }
    this.clusterName = controlPlane.name;
    this.version = controlPlane.version;
    this.endpoint = controlPlane.endpoint;
    this.certificateAuthority = controlPlane.certificateAuthority.get(0).data;
    this.oidcProviderArn = oidc.arn;
    this.oidcIssuer = Fn.replace(issuer, "https://", "");
  }

  /** The role of the control plane (INF-10). */
  private role(name: string, partition: string) {
    const trust = new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        {
          actions: ["sts:AssumeRole", "sts:TagSession"],
          principals: [{ type: "Service", identifiers: ["eks.amazonaws.com"] }],
        },
      ],
    });
    const role = new IamRole(this, "role", { name: `${name}-cluster`, assumeRolePolicy: trust.json });
    const attachment = new IamRolePolicyAttachment(this, "role-policy", {
      role: role.name,
      policyArn: `arn:${partition}:iam::aws:policy/AmazonEKSClusterPolicy`,
    });
    return { role, attachment };
  }
}
