import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../accept-finding";
import { literal } from "../literal";
import type { Way } from "../way";
import { cloudConfig } from "./cloud-config";
import { EntryFirewall } from "./entry-firewall";
import { MachineSystem } from "./machine-system";
import { waysParameter } from "./ways-parameter";

/** What an `AwsBastion` is made of. */
export interface AwsBastionProps {
  /** Name of the testbed. */
  readonly name: string;
  readonly region: string;
  /** Name of the EKS cluster whose workers it balances over. */
  readonly clusterName: string;
  /** The entry: the network interface that the bastion takes over, with its addresses. */
  readonly interfaceId: string;
  /** Security group of the entry. */
  readonly entryGroupId: string;
  /** Security group of the workers. */
  readonly workerGroupId: string;
  /** Security group of the Kubernetes API. */
  readonly controlPlaneGroupId: string;
  /** The ways in by node port. */
  readonly ways: readonly Way[];
  /** EC2 instance type, with an arm64 processor. Default: `t4g.micro` */
  readonly instanceType?: string;
  /** Tags for its volume, where those of the provider do not reach. Default: none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** The newest Amazon Linux 2023, which brings the agent of the session manager, the AWS CLI and Python. */
const IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";

/**
 * The bastion of a testbed on AWS (INF-44): HAProxy on a small machine that takes over the entry. It has no key and no open port
 * but those of the ways; people come in by the session manager. What it hands on stands in one parameter, and which workers
 * there are it asks EC2, every half minute: neither a changed way nor a new worker touches the machine.
 *
 * @throws Error when the ways do not fit into the parameter, or two have one port
 */
export class AwsBastion extends Construct {
  /** Id of the instance. */
  readonly instanceId: string;

  constructor(scope: Construct, id: string, props: AwsBastionProps) {
    super(scope, id);
    const { name, region } = props;
    const firewall = new EntryFirewall(this, "firewall", props);
    this.parameter(name, props.ways);
    const role = this.role(name);
    const profile = new IamInstanceProfile(this, "profile", { name: `${name}-bastion`, role: role.name });
    const cli = (...words: string[]) => ["aws", ...words, "--region", region];
    const instance = new Instance(this, "instance", {
      ami: new DataAwsSsmParameter(this, "image", { name: IMAGE }).insecureValue,
      instanceType: props.instanceType ?? "t4g.micro",
      iamInstanceProfile: profile.name,
      networkInterface: [{ deviceIndex: 0, networkInterfaceId: props.interfaceId }],
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      rootBlockDevice: { encrypted: true, volumeType: "gp3", tags: { ...props.tags, Name: `${name}-bastion` } },
      userData: literal(
        cloudConfig(
          {
            ways: cli("ssm", "get-parameter", "--name", parameterName(name), ...query("Parameter.Value", "text")),
            nodes: cli("ec2", "describe-instances", ...filters(props.clusterName), ...query(WORKERS, "json")),
          },
          MachineSystem.AMAZON_LINUX,
        ),
      ),
      userDataReplaceOnChange: true,
      tags: { Name: `${name}-bastion` },
      // A newer image is for the next bastion: terraform apply -replace.
      lifecycle: { ignoreChanges: ["ami"] },
      // It installs HAProxy as soon as it starts, and needs its way out for that.
      dependsOn: [this.rights(role, this.parameterArn(name, region)), firewall.wayOut],
    });
    acceptFindings(instance, {
      CKV_AWS_126: "Statistics of a minute say nothing that HAProxy's own metrics do not say better",
      CKV_AWS_135: "Instances of this kind are optimized for EBS by themselves",
    });
    this.instanceId = instance.id;
  }

  /** What HAProxy is to do. It holds no secret; what it opens, people read in the rules of the firewall. */
  private parameter(name: string, ways: readonly Way[]): void {
    const parameter = new SsmParameter(this, "ways", {
      name: parameterName(name),
      description: "HAProxy of the bastion, without the workers: gzipped, in base64",
      type: "String",
      tier: "Intelligent-Tiering",
      insecureValue: Fn.base64gzip(waysParameter(ways)),
    });
    acceptFindings(parameter, {
      CKV2_AWS_34: "The ways in are no secret: reviewers read them in the rules of the firewall",
    });
  }

  /** Known before there is a parameter: so a plan shows the rights, and a changed way does not touch them. */
  private parameterArn(name: string, region: string): string {
    const { partition } = new DataAwsPartition(this, "partition");
    const { accountId } = new DataAwsCallerIdentity(this, "caller");
    return `arn:${partition}:ssm:${region}:${accountId}:parameter${parameterName(name)}`;
  }

  private role(name: string): IamRole {
    const trust = new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        { actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }] },
      ],
    });
    return new IamRole(this, "role", { name: `${name}-bastion`, assumeRolePolicy: trust.json });
  }

  /**
   * Reading the ways, listing instances, and being reached by the session manager ("Verify or create an IAM role with Session
   * Manager permissions", AWS Systems Manager user guide): the managed policy would let it read every parameter.
   */
  private rights(role: IamRole, parameterArn: string): IamRolePolicy {
    const rights = new DataAwsIamPolicyDocument(this, "rights", {
      statement: [
        { actions: ["ssm:GetParameter"], resources: [parameterArn] },
        {
          actions: [
            "ec2:DescribeInstances",
            "ssm:UpdateInstanceInformation",
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
          ],
          resources: ["*"],
        },
      ],
    });
    acceptFindings(rights, {
      CKV_AWS_111: "The agent of the session manager writes to its own channels, which AWS knows by no names",
      CKV_AWS_356: "AWS knows no narrower resources for these actions",
    });
    return new IamRolePolicy(this, "role-policy", { name: "bastion", role: role.id, policy: rights.json });
  }
}

function parameterName(name: string): string {
  return `/testbed/${name}/bastion/ways`; // AWS refuses names that begin with /aws or /ssm.
}

/** EKS tags the instances of managed node groups so. */
function filters(clusterName: string): string[] {
  return ["--filters", `Name=tag:eks:cluster-name,Values=${clusterName}`, "Name=instance-state-name,Values=running"];
}

/** The addresses of the workers, in JMESPath. */
const WORKERS = "{worker: Reservations[].Instances[].PrivateIpAddress}";

function query(expression: string, output: "json" | "text"): string[] {
  return ["--query", expression, "--output", output];
}
