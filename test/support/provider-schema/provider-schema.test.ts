import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { accepts, refuses } from "./cases";
import { checkStack } from "./check-stack";
import { goodStack } from "./good-stack";
import { loadSchemas } from "./load";

const schemas = loadSchemas();

const VPC = "resource/aws_vpc/main";
const SUBNET = "resource/aws_subnet/a";
const CLUSTER = "resource/aws_eks_cluster/cluster";
const ZONES = "data/aws_availability_zones/zones";

describe("the good stack", () => {
  it("given the recorded schemas, when the stack is checked, then there is no problem", () => {
    expect(checkStack(goodStack(), schemas)).toEqual([]);
  });

  it("given no recorded schemas, when the stack is checked, then each resource names the missing provider", () => {
    const problems = checkStack(goodStack(), new Map());
    expect(problems).toContainEqual({
      address: "aws_vpc.main",
      path: "",
      message: 'no recorded schema for provider "aws"',
    });
  });

  it("given no recorded schemas, when the stack is checked, then what is part of Terraform has no problem", () => {
    const addresses = checkStack(goodStack(), new Map()).map(({ address }) => address);
    expect(addresses).not.toContain("terraform_data.marker");
    expect(addresses).not.toContain("data.terraform_remote_state.network");
  });

  it("given the text instead of its parsed content, when the stack is checked, then it throws", () => {
    expect(() => checkStack("{}", schemas)).toThrow("a stack must be a JSON object");
  });
});

describe("arguments", () => {
  refuses([
    ["an unknown one", `${VPC}/cidr`, "x", 'aws_vpc.main cidr: unknown argument "cidr"'],
    ["a read-only one", `${VPC}/arn`, "x", 'aws_vpc.main arn: argument "arn" is read-only'],
    [
      "none where one is required",
      `${SUBNET}/vpc_id`,
      undefined,
      'aws_subnet.a vpc_id: required argument "vpc_id" is missing',
    ],
    [
      "null where one is required",
      `${SUBNET}/vpc_id`,
      null,
      'aws_subnet.a vpc_id: required argument "vpc_id" is missing',
    ],
    ["a resource that is no object", VPC, "x", 'aws_vpc.main: must be an object, but is "x"'],
    ["an unknown one of an output", "output/vpc_id/type", "x", 'output.vpc_id type: unknown argument "type"'],
    [
      "an output without a value",
      "output/vpc_id/value",
      undefined,
      'output.vpc_id value: required argument "value" is missing',
    ],
  ]);
  accepts([
    ["null for an optional one", `${VPC}/instance_tenancy`, null],
    ["null for a read-only one", `${VPC}/arn`, null],
    ["a count", `${VPC}/count`, "${length(local.zones)}"],
    ["provisioners and a connection", VPC, { provisioner: [{ "local-exec": { command: "x" } }], connection: {} }],
  ]);
});

describe("nested blocks", () => {
  refuses([
    [
      "an unknown argument",
      `${CLUSTER}/vpc_config/0/subnets`,
      [],
      'aws_eks_cluster.cluster vpc_config[0].subnets: unknown argument "subnets"',
    ],
    [
      "a missing argument",
      `${CLUSTER}/vpc_config/0/subnet_ids`,
      undefined,
      'aws_eks_cluster.cluster vpc_config[0].subnet_ids: required argument "subnet_ids" is missing',
    ],
    [
      "a read-only argument",
      `${CLUSTER}/vpc_config/0/vpc_id`,
      "x",
      'aws_eks_cluster.cluster vpc_config[0].vpc_id: argument "vpc_id" is read-only',
    ],
    [
      "an unknown argument two levels down",
      `${CLUSTER}/encryption_config/provider/arn`,
      "x",
      'aws_eks_cluster.cluster encryption_config.provider.arn: unknown argument "arn"',
    ],
    [
      "a missing required block",
      `${CLUSTER}/encryption_config/provider`,
      null,
      'aws_eks_cluster.cluster encryption_config.provider: needs at least 1 of block "provider", but has 0',
    ],
    [
      "an empty list for a required block",
      `${CLUSTER}/encryption_config/provider`,
      [],
      'aws_eks_cluster.cluster encryption_config.provider: needs at least 1 of block "provider", but has 0',
    ],
    [
      "two blocks where the schema allows one",
      `${CLUSTER}/access_config`,
      [{}, {}],
      'aws_eks_cluster.cluster access_config: allows at most 1 of block "access_config", but has 2',
    ],
    [
      "two blocks of a kind that occurs once",
      `${CLUSTER}/timeouts`,
      [{}, {}],
      'aws_eks_cluster.cluster timeouts: allows at most 1 of block "timeouts", but has 2',
    ],
    [
      "an expression for a block",
      `${CLUSTER}/access_config`,
      "${local.name}",
      'aws_eks_cluster.cluster access_config: block "access_config" must be an object or a list of objects, but is "${local.name}"',
    ],
  ]);
  accepts([
    ["null for an optional block", `${CLUSTER}/access_config`, null],
    ["a list of one block", `${CLUSTER}/access_config`, [{ authentication_mode: "API" }]],
    [
      "several blocks of an unlimited kind",
      `${ZONES}/filter`,
      [
        { name: "a", values: [] },
        { name: "b", values: [] },
      ],
    ],
  ]);
});

describe("types", () => {
  refuses([
    ["an unknown resource type", "resource/aws_vcp", { x: {} }, 'aws_vcp.x: unknown resource type "aws_vcp"'],
    [
      "an unknown data source type",
      "data/aws_zones",
      { x: {} },
      'data.aws_zones.x: unknown data source type "aws_zones"',
    ],
    ["an unknown provider", "resource/gcp_vpc", { x: {} }, 'gcp_vpc.x: no recorded schema for provider "gcp"'],
    [
      "a provider that does not have the type",
      `${VPC}/provider`,
      "helm",
      'aws_vpc.main: unknown resource type "aws_vpc"',
    ],
    [
      "a remote state without backend",
      "data/terraform_remote_state/network/backend",
      undefined,
      'data.terraform_remote_state.network backend: required argument "backend" is missing',
    ],
    [
      "a remote state without config",
      "data/terraform_remote_state/network/config",
      undefined,
      'data.terraform_remote_state.network config: required argument "config" is missing',
    ],
    ["a section that is not checked", "check", {}, 'check: cannot check section "check"'],
  ]);
});

describe("provider configurations", () => {
  refuses([
    ["an unknown argument", "provider/aws/0/zone", "x", 'provider.aws zone: unknown argument "zone"'],
    ["a version", "provider/aws/1/version", "5", 'provider.aws.virginia version: unknown argument "version"'],
    [
      "an unknown argument of a nested block",
      "provider/aws/0/default_tags/0/tag",
      {},
      'provider.aws default_tags[0].tag: unknown argument "tag"',
    ],
    [
      "an unknown attribute of a nested attribute",
      "provider/helm/0/kubernetes/exec/arguments",
      [],
      'provider.helm kubernetes.exec.arguments: unknown argument "arguments"',
    ],
    ["an unknown provider", "provider/gcp", [{}], 'provider.gcp: no recorded schema for provider "gcp"'],
  ]);
  accepts([["one object instead of a list", "provider/helm", { helm_driver: "secret" }]]);
});

describe("the recorded schemas", () => {
  it.each([
    ["aws", "aws_iam_role"],
    ["helm", "helm_release"],
  ])("given an attribute called description, when the schemas of %s are read, then it is there", (provider, type) => {
    const block = schemas.get(provider)?.resource_schemas?.[type]?.block;
    expect(block?.attributes).toHaveProperty("description");
  });

  it("given a folder with two versions of a provider, when the schemas are read, then it throws", () => {
    const folder = mkdtempSync(join(tmpdir(), "schemas-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const file of ["aws-5.100.0.json", "aws-6.0.0.json"]) {
      writeFileSync(join(folder, file), '{"provider":{"block":{}}}');
    }
    expect(() => loadSchemas(folder)).toThrow("more than one version of the provider aws");
  });
});
