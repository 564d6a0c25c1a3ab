import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { AwsBastion, type AwsBastionProps } from "../../../lib/bastion/aws-bastion";
import { waysParameter } from "../../../lib/bastion/ways-parameter";
import type { Way } from "../../../lib/way";
import { type StackJson, synthesizeConstruct } from "../../support/synth";

const WAY: Way = { port: 30042, owner: "pilot2", target: "lx-kafka", from: ["203.0.113.0/24"] };

const bastion = (props: Partial<AwsBastionProps> = {}) =>
  synthesizeConstruct((scope) => {
    new AwsBastion(scope, "bastion", {
      name: "demo",
      region: "eu-west-1",
      clusterName: "DEMO",
      interfaceId: "eni-1",
      entryGroupId: "sg-entry",
      workerGroupId: "sg-workers",
      controlPlaneGroupId: "sg-api",
      ways: [WAY],
      ...props,
    });
  });

const only = (stack: string, type: string): Record<string, unknown> => {
  const found = Object.values((JSON.parse(stack) as StackJson).resource?.[type] ?? {});
  if (found.length !== 1 || !found[0]) throw new Error(`There are ${found.length} resources ${type}, not one.`);
  return found[0];
};

/** User data as the machine reads it: Terraform takes the second sign of `$${` and `%%{` away. */
const userData = (stack: string) =>
  String(only(stack, "aws_instance").user_data).replaceAll(/\$\$\{|%%\{/g, (sign) => sign.slice(1));

const settings = (stack: string): Record<string, unknown> => {
  const files: { path: string; content: string }[] = parse(userData(stack)).write_files;
  return JSON.parse(files.find(({ path }) => path.endsWith("refresh.json"))?.content ?? "");
};

const statements = (stack: string) =>
  Object.values((JSON.parse(stack) as StackJson).data?.aws_iam_policy_document ?? {}).flatMap(
    ({ statement }) => statement as { actions: string[]; resources?: string[] }[],
  );

/** The ARN of the one parameter, by reference or by name. */
const PARAMETER = /^\$\{aws_ssm_parameter\.\w+\.arn\}$|(:parameter\/testbed\/demo\/bastion\/ways)$/;

/** Ways with names and sources that gzip cannot make short. */
const manyWays = (count: number): Way[] =>
  Array.from({ length: count }, (_, index) => ({
    port: 30000 + index,
    owner: `pilot${(index * 7919) % 1009}`,
    target: `component-${(index * 104_729) % 10_007}`,
    from: [`203.${index % 256}.${(index * 31) % 256}.0/24`, `198.51.${(index * 17) % 256}.0/24`],
  }));

describe("AwsBastion by default", () => {
  const stack = bastion();

  it("is a small machine with the newest image of Amazon Linux 2023, for its processor", () => {
    expect(stack).toHaveDataSourceWithProperties(DataAwsSsmParameter, {
      name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
    });
    expect(stack).toHaveResourceWithProperties(Instance, {
      instanceType: "t4g.micro",
      ami: expect.stringMatching(/^\$\{data\.aws_ssm_parameter\.\w+\.insecure_value\}$/),
    });
  });

  it("takes over the entry, and has no address or group beside it (INF-44)", () => {
    expect(stack).toHaveResourceWithProperties(Instance, {
      networkInterface: [{ deviceIndex: 0, networkInterfaceId: "eni-1" }],
      associatePublicIpAddress: undefined,
      subnetId: undefined,
      vpcSecurityGroupIds: undefined,
    });
  });

  it("keeps its metadata for itself, its disk encrypted, and has no key to log in with (rule 16)", () => {
    expect(stack).toHaveResourceWithProperties(Instance, {
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      rootBlockDevice: { encrypted: true, volumeType: "gp3", tags: { Name: "demo-bastion" } },
      keyName: undefined,
    });
  });

  it("stays for a newer image, and goes for other user data", () => {
    expect(stack).toHaveResourceWithProperties(Instance, {
      userDataReplaceOnChange: true,
      lifecycle: { ignoreChanges: ["ami"] },
    });
  });

  it("starts once it may read what it is for, and reach what it installs", () => {
    expect(stack).toHaveResourceWithProperties(Instance, {
      depends_on: [
        expect.stringMatching(/^aws_iam_role_policy\./),
        expect.stringMatching(/^aws_vpc_security_group_egress_rule\..*to-services/),
      ],
      iamInstanceProfile: expect.stringMatching(/^\$\{aws_iam_instance_profile\./),
    });
    expect(stack).toHaveResourceWithProperties(IamInstanceProfile, { role: expect.stringContaining("aws_iam_role.") });
  });

  it("holds what HAProxy is to do in a parameter, as it is", () => {
    const value = String(only(stack, "aws_ssm_parameter").insecure_value);
    const [, argument = ""] = value.match(/^\$\{base64gzip\((".*")\)\}$/s) ?? [];
    expect(JSON.parse(argument)).toBe(waysParameter([WAY]));
    expect(stack).toHaveResourceWithProperties(SsmParameter, {
      name: "/testbed/demo/bastion/ways",
      type: "String",
      tier: "Intelligent-Tiering",
    });
  });

  it("reads that parameter, and asks EC2 for the running workers of its cluster, without a shell", () => {
    const { ways, nodes } = settings(stack);
    expect(ways).toEqual(
      "aws ssm get-parameter --name /testbed/demo/bastion/ways --query Parameter.Value --output text --region eu-west-1".split(
        " ",
      ),
    );
    expect(nodes).toEqual([
      ..."aws ec2 describe-instances --filters Name=tag:eks:cluster-name,Values=DEMO".split(" "),
      "Name=instance-state-name,Values=running",
      "--query",
      "{worker: Reservations[].Instances[].PrivateIpAddress}",
      ..."--output json --region eu-west-1".split(" "),
    ]);
  });

  it("has user data that EC2 takes", () => {
    expect(Buffer.byteLength(userData(stack))).toBeLessThan(16 * 1024);
  });

  it("may read its parameter, list instances, and talk to the session manager; nothing else", () => {
    expect(statements(stack).filter(({ actions }) => actions[0] !== "sts:AssumeRole")).toEqual([
      { actions: ["ssm:GetParameter"], resources: [expect.stringMatching(PARAMETER)] },
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
    ]);
    expect(stack).not.toHaveResource(IamRolePolicyAttachment);
    expect(stack).toHaveResourceWithProperties(IamRole, { name: "demo-bastion", managedPolicyArns: undefined });
    expect(stack).toHaveResourceWithProperties(IamRolePolicy, { policy: expect.stringContaining("_rights") });
  });

  it("acts as a role that EC2 alone may take on", () => {
    expect(stack).toHaveDataSourceWithProperties(DataAwsIamPolicyDocument, {
      statement: [
        { actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }] },
      ],
    });
  });
});

describe("AwsBastion with options", () => {
  it("is the same machine whatever the ways are", () => {
    const machine = (ways: readonly Way[]) => only(bastion({ ways }), "aws_instance");
    expect(machine([])).toEqual(machine([WAY]));
    expect(machine(manyWays(40))).toEqual(machine([WAY]));
  });

  it("has another size, and tags for its volume", () => {
    const stack = bastion({ instanceType: "t4g.small", tags: { testbed: "demo", "cost-centre": "4711" } });
    expect(stack).toHaveResourceWithProperties(Instance, {
      instanceType: "t4g.small",
      rootBlockDevice: { tags: { testbed: "demo", "cost-centre": "4711", Name: "demo-bastion" } },
    });
  });

  it("serves nobody where there is no way", () => {
    const value = String(only(bastion({ ways: [] }), "aws_ssm_parameter").insecure_value);
    expect(value).toContain(JSON.stringify(waysParameter([])));
  });

  it("keeps what looks like an expression of Terraform as it stands", () => {
    const clusterName = "a${1+1}b%{ if true }c";
    const stack = bastion({ clusterName });
    expect(String(only(stack, "aws_instance").user_data)).toContain("Values=a$${1+1}b%%{ if true }c");
    expect(JSON.stringify(settings(stack).nodes)).toContain(`Values=${clusterName}`);
  });

  it("has room for a hundred ways, each with networks of its own", () => {
    const value = String(only(bastion({ ways: manyWays(100) }), "aws_ssm_parameter").insecure_value);
    expect(value).toContain("pilot");
  });
});

describe("AwsBastion refuses", () => {
  it("more ways than its parameter holds, and says how many characters there are", () => {
    expect(() => bastion({ ways: manyWays(1000) })).toThrow(
      /^The 1000 ways in by node port and their sources make a parameter of \d+ characters, more than the \d+ that it holds\. /,
    );
  });

  it("two ways on one port", () => {
    expect(() => bastion({ ways: [WAY, { ...WAY, target: "other" }] })).toThrow(
      "Two ways have the port 30042 of the bastion. Give one of them another port.",
    );
  });
});
