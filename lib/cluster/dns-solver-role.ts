import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Construct } from "constructs";
import { PLATFORM } from "../platform-namespaces";
import { type ClusterOidc, ServiceAccountRole } from "./service-account-role";

/** What a `DnsSolverRole` is made of. */
export interface DnsSolverRoleProps {
  /** Name of the testbed. */
  readonly name: string;
  readonly partition: string;
  readonly oidc: ClusterOidc;
  /** Id of the hosted zone of the domain. */
  readonly hostedZone: string;
}

/**
 * The role by which cert-manager shows in Route 53 that it holds the domain (INF-17): it writes the records of that proof in
 * the zone of the domain, and no others (cert-manager 1.21, "Route53").
 */
export class DnsSolverRole extends Construct {
  readonly role: ServiceAccountRole;

  constructor(scope: Construct, id: string, { name, partition, oidc, hostedZone }: DnsSolverRoleProps) {
    super(scope, id);
    const zone = `arn:${partition}:route53:::hostedzone/${hostedZone}`;
    const every = (variable: string, values: string[]) => ({
      test: "ForAllValues:StringLike",
      variable: `route53:ChangeResourceRecordSets${variable}`,
      values,
    });
    const rights = new DataAwsIamPolicyDocument(this, "rights", {
      statement: [
        { sid: "Watch", actions: ["route53:GetChange"], resources: [`arn:${partition}:route53:::change/*`] },
        { sid: "Read", actions: ["route53:ListResourceRecordSets"], resources: [zone] },
        {
          sid: "Prove",
          actions: ["route53:ChangeResourceRecordSets"],
          resources: [zone],
          condition: [every("NormalizedRecordNames", ["_acme-challenge.*"]), every("RecordTypes", ["TXT"])],
        },
      ],
    });
    this.role = new ServiceAccountRole(this, "dns-solver", {
      roleName: `${name}-cert-manager`,
      oidc,
      ...PLATFORM.certificates,
      policy: rights.json,
    });
  }
}
