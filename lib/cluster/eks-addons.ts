import { DataAwsEksAddonVersion } from "@cdktf/provider-aws/lib/data-aws-eks-addon-version";
import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type ClusterOidc, ServiceAccountRole } from "./service-account-role";

/**
 * Attachments of a node that volumes may not take: its root volume, and the interfaces that Cilium adds to the first one
 * (three on most instances up to xlarge). The driver counts them only where it can ask the metadata service
 * (aws-ebs-csi-driver#2262).
 */
const RESERVED_ATTACHMENTS = 4;

/** What `EksAddons` are made of. */
export interface EksAddonsProps {
  /** Name of the testbed. */
  readonly name: string;
  readonly clusterName: string;
  readonly region: string;
  readonly partition: string;
  /** Kubernetes minor of the control plane. */
  readonly version: string;
  readonly oidc: ClusterOidc;
  /** Tags of the volumes that the EBS driver makes. */
  readonly tags: Readonly<Record<string, string>>;
  /** The nodes that run them: none of the add-ons becomes active without them. */
  readonly after: ITerraformDependable[];
}

/** The add-ons that every cluster has and that need nodes: CoreDNS, the EBS driver, snapshots, the agent of pod identity. */
export class EksAddons extends Construct {
  constructor(scope: Construct, id: string, props: EksAddonsProps) {
    super(scope, id);
    const ebsRole = new ServiceAccountRole(this, "ebs-csi-role", {
      roleName: `${props.name}-ebs-csi-driver`,
      oidc: props.oidc,
      namespace: "kube-system",
      serviceAccount: "ebs-csi-controller-sa",
      managedPolicyArn: `arn:${props.partition}:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy`,
    });
    this.addon(props, "coredns");
    this.addon(props, "eks-pod-identity-agent");
    this.addon(props, "snapshot-controller");
    this.addon(props, "aws-ebs-csi-driver", {
      serviceAccountRoleArn: ebsRole.arn,
      // The driver cannot ask the metadata service, which is closed to pods.
      configurationValues: JSON.stringify({
        controller: { region: props.region, extraVolumeTags: props.tags },
        node: { reservedVolumeAttachments: RESERVED_ATTACHMENTS },
      }),
      dependsOn: ebsRole.rights,
    });
  }

  /** An add-on in the version that AWS makes the default for the cluster's minor, so that it follows an upgrade. */
  private addon(
    props: EksAddonsProps,
    addonName: string,
    more: { serviceAccountRoleArn?: string; configurationValues?: string; dependsOn?: ITerraformDependable[] } = {},
  ) {
    const version = new DataAwsEksAddonVersion(this, `${addonName}-version`, {
      addonName,
      kubernetesVersion: props.version,
    });
    new EksAddon(this, addonName, {
      ...more,
      clusterName: props.clusterName,
      addonName,
      addonVersion: version.version,
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      dependsOn: [...props.after, ...(more.dependsOn ?? [])],
    });
  }
}
