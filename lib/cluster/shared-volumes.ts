import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { acceptFindings } from "../accept-finding";

/** What `SharedVolumes` are made of. */
export interface SharedVolumesProps {
  /** Name of the testbed. */
  readonly name: string;
  readonly networkId: string;
  /** Private subnets of the nodes, by zone slot. */
  readonly privateSubnetIds: Readonly<Record<string, string>>;
  /** Security group of the workers, which mount the volumes. */
  readonly workerGroupId: string;
  /** Whether Terraform refuses to destroy the file system, and the data in it. Default: true */
  readonly deletionProtection?: boolean;
}

/** NFS, version 4. */
const PORT = 2049;

/**
 * The file system behind volumes that many nodes write to at a time (SB-3): EFS, which speaks NFS and costs what is stored
 * in it. Every zone of the nodes has a door to it, which the workers alone may pass.
 */
export class SharedVolumes extends Construct {
  /** DNS name of the server. */
  readonly server: string;

  constructor(scope: Construct, id: string, props: SharedVolumesProps) {
    super(scope, id);
    const { name, networkId, workerGroupId } = props;
    const files = new EfsFileSystem(this, "files", {
      encrypted: true,
      throughputMode: "elastic",
      tags: { Name: `${name}-shared` },
      lifecycle: { preventDestroy: props.deletionProtection ?? true },
    });
    acceptFindings(files, { CKV_AWS_184: "The key of EFS itself: a key of our own would add nothing but its price" });
    const group = new SecurityGroup(this, "security-group", {
      name: `${name}-shared-volumes`,
      description: "Volumes that many nodes write to",
      vpcId: networkId,
      tags: { Name: `${name}-shared-volumes` },
    });
    new VpcSecurityGroupIngressRule(this, "from-workers", {
      securityGroupId: group.id,
      referencedSecurityGroupId: workerGroupId,
      ipProtocol: "tcp",
      fromPort: PORT,
      toPort: PORT,
      description: "NFS, from the workers",
    });
    for (const [slot, subnetId] of Object.entries(props.privateSubnetIds)) {
      new EfsMountTarget(this, slot, { fileSystemId: files.id, subnetId, securityGroups: [group.id] });
    }
    this.server = files.dnsName;
  }
}
