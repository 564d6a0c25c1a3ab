import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { acceptFindings } from "../accept-finding";

/** What a `ClusterKey` is made of. */
export interface ClusterKeyProps {
  /** Name of the testbed; the alias is `alias/<name>-cluster`. */
  readonly name: string;
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
  /** Name of the log group that the key encrypts too. */
  readonly logGroup: string;
  readonly deletionProtection: boolean;
}

/** The key that encrypts the secrets of a cluster and its logs. AWS rotates it every year. */
export class ClusterKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: ClusterKeyProps) {
    super(scope, id);
    const { partition, accountId, region } = props;
    const policy = new DataAwsIamPolicyDocument(this, "policy", {
      statement: [
        {
          sid: "AccountDecidesByItsOwnPolicies",
          actions: ["kms:*"],
          resources: ["*"],
          principals: [{ type: "AWS", identifiers: [`arn:${partition}:iam::${accountId}:root`] }],
        },
        {
          sid: "LogsOfTheControlPlane",
          actions: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
          resources: ["*"],
          principals: [{ type: "Service", identifiers: [`logs.${region}.amazonaws.com`] }],
          condition: [
            {
              test: "ArnEquals",
              variable: "kms:EncryptionContext:aws:logs:arn",
              values: [`arn:${partition}:logs:${region}:${accountId}:log-group:${props.logGroup}`],
            },
          ],
        },
      ],
    });
    const reason = "A key policy speaks of its own key only, and the account's administrators must keep access to it";
    acceptFindings(policy, {
      CKV_AWS_109: reason,
      CKV_AWS_111: reason,
      CKV_AWS_356: reason,
    });
    const key = new KmsKey(this, "key", {
      description: `Secrets and logs of the cluster of ${props.name}`,
      enableKeyRotation: true,
      policy: policy.json,
      lifecycle: { preventDestroy: props.deletionProtection },
    });
    new KmsAlias(this, "alias", { name: `alias/${props.name}-cluster`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}
