import { z } from "zod";
import { ec2 } from "./ec2";
import type { Moto } from "./moto";

const systems = z.object({
  FileSystems: z.array(z.object({ FileSystemId: z.string(), Encrypted: z.boolean(), ThroughputMode: z.string() })),
});
const targets = z.object({ MountTargets: z.array(z.object({ MountTargetId: z.string(), SubnetId: z.string() })) });
const groups = z.object({ SecurityGroups: z.array(z.string()) });

/** A file system that nodes mount. */
export interface FileSystem {
  readonly id: string;
  readonly encrypted: boolean;
  readonly throughput: string;
  /** Subnets with a door to it. */
  readonly subnets: readonly string[];
  /** Who may pass the doors: protocol, port, and a security group or a network. */
  readonly rules: readonly string[];
}

/** Every file system of EFS. */
export async function fileSystems(moto: Moto): Promise<FileSystem[]> {
  const { FileSystems } = await moto.ask(systems, "efs", "describe_file_systems");
  return Promise.all(
    FileSystems.map(async ({ FileSystemId, Encrypted, ThroughputMode }) => {
      const { MountTargets } = await moto.ask(targets, "efs", "describe_mount_targets", { FileSystemId });
      const rules = await Promise.all(MountTargets.map(({ MountTargetId }) => rulesOf(moto, MountTargetId)));
      return {
        id: FileSystemId,
        encrypted: Encrypted,
        throughput: ThroughputMode,
        subnets: MountTargets.map(({ SubnetId }) => SubnetId).sort(),
        rules: [...new Set(rules.flat())].sort(),
      };
    }),
  );
}

async function rulesOf(moto: Moto, MountTargetId: string): Promise<string[]> {
  const { SecurityGroups } = await moto.ask(groups, "efs", "describe_mount_target_security_groups", { MountTargetId });
  const all = await Promise.all(SecurityGroups.map((group) => ec2.rules(moto, { "group-id": group })));
  return all
    .flat()
    .filter(({ IsEgress }) => !IsEgress)
    .map(
      (rule) =>
        `${rule.IpProtocol} ${rule.FromPort}-${rule.ToPort} ${rule.CidrIpv4 ?? rule.ReferencedGroupInfo?.GroupId}`,
    );
}
