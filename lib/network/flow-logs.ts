import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { acceptFindings } from "../accept-finding";
import { DEFAULTS } from "../defaults";

/** What a caller says about flow logs. */
export interface FlowLogsOptions {
  /** How long they are kept, in days. Default: 30 */
  readonly retentionDays?: number;
}

/** What `FlowLogs` are made of. */
export interface FlowLogsProps extends FlowLogsOptions {
  /** Name of the network. */
  readonly name: string;
  readonly vpcId: string;
}

/** Records of all traffic of a VPC, in CloudWatch. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const retentionInDays = props.retentionDays ?? DEFAULTS.flowLogRetentionDays;
    const group = new CloudwatchLogGroup(this, "log-group", {
      name: `/aws/vpc/${props.name}`,
      retentionInDays,
    });
    acceptFindings(group, {
      CKV_AWS_158: "Encrypted with the key of CloudWatch; flow logs hold addresses, no content",
      ...(retentionInDays < 365
        ? { CKV_AWS_338: "A month is enough to look into an incident; retentionDays keeps them longer" }
        : {}),
    });
    const trust = new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        {
          actions: ["sts:AssumeRole"],
          principals: [{ type: "Service", identifiers: ["vpc-flow-logs.amazonaws.com"] }],
        },
      ],
    });
    const role = new IamRole(this, "role", { name: `${props.name}-flow-logs`, assumeRolePolicy: trust.json });
    const write = new DataAwsIamPolicyDocument(this, "write", {
      statement: [
        {
          actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          resources: [group.arn, `${group.arn}:*`],
        },
      ],
    });
    const policy = new IamRolePolicy(this, "policy", { name: "write", role: role.id, policy: write.json });
    new FlowLog(this, "flow-log", {
      vpcId: props.vpcId,
      trafficType: "ALL",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      tags: { Name: props.name },
      dependsOn: [policy],
    });
  }
}
