import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { ExistingAwsNetwork } from "../../../lib/network/existing-aws-network";
import { type StackJson, synthesizeConstruct } from "../../support/synth";

const text = synthesizeConstruct((scope) => {
  const { publicCidrs } = new ExistingAwsNetwork(scope, "network", {
    name: "demo",
    vpcId: "vpc-1",
    cidrs: ["10.0.0.0/16"],
    zones: {
      b: { public: "subnet-public-b", private: "subnet-private-b" },
      a: { public: "subnet-public-a", private: "subnet-private-a" },
    },
  });
  new TerraformOutput(scope, "networks", { value: publicCidrs, staticId: true });
});

describe("the networks of the public subnets of a VPC that exists", () => {
  it("are looked up: nobody writes them down", () => {
    const { data = {}, output = {} } = JSON.parse(text) as StackJson;
    const { value } = output.networks as { value: string[] };
    const subnets = value.map((reference) => {
      const id = /^\$\{data\.aws_subnet\.([\w-]+)\.cidr_block\}$/.exec(reference)?.[1] ?? "";
      return data.aws_subnet?.[id]?.id;
    });
    expect(subnets.sort()).toEqual(["subnet-public-a", "subnet-public-b"]);
    expect(text).toHaveDataSourceWithProperties(DataAwsSubnet, { id: "subnet-private-a" });
  });
});
