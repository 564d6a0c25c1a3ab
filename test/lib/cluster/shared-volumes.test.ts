import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { SharedVolumes, type SharedVolumesProps } from "../../../lib/cluster/shared-volumes";
import { synthesizeConstruct } from "../../support/synth";

const volumes = (props: Partial<SharedVolumesProps> = {}) =>
  synthesizeConstruct((scope) => {
    const { server } = new SharedVolumes(scope, "volumes", {
      name: "demo",
      networkId: "vpc-1",
      privateSubnetIds: { a: "subnet-a", b: "subnet-b" },
      workerGroupId: "sg-workers",
      ...props,
    });
    new TerraformOutput(scope, "server", { value: server, staticId: true });
  });

describe("the file system of volumes that many nodes write to (SB-3)", () => {
  const stack = volumes();

  it("is encrypted, grows by itself, and is not destroyed by accident with the data in it", () => {
    expect(stack).toHaveResourceWithProperties(EfsFileSystem, {
      encrypted: true,
      throughputMode: "elastic",
      tags: { Name: "demo-shared" },
      lifecycle: { preventDestroy: true },
    });
  });

  it("is destroyed once its protection is off", () => {
    expect(volumes({ deletionProtection: false })).toHaveResourceWithProperties(EfsFileSystem, {
      lifecycle: { preventDestroy: false },
    });
  });

  it("has a door in each zone of the nodes, by slot, so that another zone moves none", () => {
    const doors = Object.keys(JSON.parse(stack).resource.aws_efs_mount_target);
    expect(doors).toEqual([expect.stringMatching(/^volumes_a/), expect.stringMatching(/^volumes_b/)]);
    for (const subnetId of ["subnet-a", "subnet-b"]) {
      expect(stack).toHaveResourceWithProperties(EfsMountTarget, {
        subnetId,
        fileSystemId: expect.stringContaining("aws_efs_file_system.volumes_files"),
        securityGroups: [expect.stringContaining("aws_security_group.volumes_security-group")],
      });
    }
    const more = JSON.parse(volumes({ privateSubnetIds: { a: "subnet-a", b: "subnet-b", c: "subnet-c" } })).resource;
    expect(more.aws_efs_mount_target).toMatchObject(JSON.parse(stack).resource.aws_efs_mount_target);
  });

  it("lets the workers in to mount it, nobody else, and goes nowhere", () => {
    expect(stack).toHaveResourceWithProperties(SecurityGroup, { name: "demo-shared-volumes", vpcId: "vpc-1" });
    const rules = Object.values(JSON.parse(stack).resource.aws_vpc_security_group_ingress_rule);
    expect(rules).toMatchObject([
      {
        security_group_id: expect.stringContaining("aws_security_group.volumes_security-group"),
        referenced_security_group_id: "sg-workers",
        ip_protocol: "tcp",
        from_port: 2049,
        to_port: 2049,
      },
    ]);
    expect(stack).toHaveResource(VpcSecurityGroupIngressRule);
    expect(stack).not.toHaveResource(VpcSecurityGroupEgressRule);
  });

  it("is known by its DNS name", () => {
    expect(JSON.parse(stack).output.server.value).toMatch(/^\$\{aws_efs_file_system\.volumes_files\w*\.dns_name\}$/);
  });
});
