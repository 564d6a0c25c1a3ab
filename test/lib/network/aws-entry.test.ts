import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { describe, expect, it } from "vitest";
import { AwsEntry } from "../../../lib/network/aws-entry";
import { synthesizeConstruct } from "../../support/synth";

describe("AwsEntry", () => {
  it("binds an elastic IP to an interface that outlives any bastion", () => {
    const stack = synthesizeConstruct(
      (scope) => new AwsEntry(scope, "entry", { name: "demo", networkId: "vpc-1", subnetId: "subnet-1" }),
    );
    expect(stack).toHaveResourceWithProperties(NetworkInterface, {
      subnetId: "subnet-1",
      securityGroups: [expect.stringContaining("aws_security_group.entry_security-group")],
      tags: { Name: "demo-entry" },
    });
    expect(stack).toHaveResourceWithProperties(Eip, {
      domain: "vpc",
      networkInterface: expect.stringContaining("aws_network_interface.entry_interface"),
    });
  });

  it("has a security group of its own, without rules: the edge says what comes in", () => {
    const stack = synthesizeConstruct(
      (scope) => new AwsEntry(scope, "entry", { name: "demo", networkId: "vpc-1", subnetId: "subnet-1" }),
    );
    expect(stack).toHaveResourceWithProperties(SecurityGroup, { name: "demo-entry", vpcId: "vpc-1" });
    expect(stack).not.toMatch(/aws_vpc_security_group_\w+_rule|"(in|e)gress"/);
  });
});
