import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { describe, expect, it } from "vitest";
import { AwsEntry } from "../../../lib/network/aws-entry";
import { synthesizeConstruct } from "../../support/synth";

describe("AwsEntry", () => {
  it("binds an elastic IP to an interface that outlives any bastion", () => {
    const stack = synthesizeConstruct(
      (scope) => new AwsEntry(scope, "entry", { name: "demo", networkId: "vpc-1", subnetId: "subnet-1" }),
    );
    expect(stack).toHaveResourceWithProperties(NetworkInterface, {
      networkId: "vpc-1",
      subnetId: "subnet-1",
      tags: { Name: "demo-entry" },
    });
    expect(stack).toHaveResourceWithProperties(Eip, {
      domain: "vpc",
      networkInterface: expect.stringContaining("aws_network_interface.entry_interface"),
    });
  });
});
