import { describe } from "vitest";
import { accepts, refuses } from "./cases";

const VPC = "resource/aws_vpc/main";
const CLUSTER = "resource/aws_eks_cluster/cluster";
const RULE = "resource/aws_security_group/nodes/ingress/0";
const RELEASE = "resource/helm_release/app";

describe("values", () => {
  refuses([
    [
      "a word for a number",
      `${VPC}/ipv4_netmask_length`,
      "x",
      'aws_vpc.main ipv4_netmask_length: must be a number, but is "x"',
    ],
    [
      "a number for a bool",
      `${VPC}/enable_dns_support`,
      1,
      "aws_vpc.main enable_dns_support: must be a bool, but is 1",
    ],
    ["a list for a string", `${VPC}/cidr_block`, ["x"], 'aws_vpc.main cidr_block: must be a string, but is ["x"]'],
    [
      "an escaped expression for a number",
      `${VPC}/ipv4_netmask_length`,
      "$${x}",
      'aws_vpc.main ipv4_netmask_length: must be a number, but is "$${x}"',
    ],
    [
      "a string for a set",
      `${CLUSTER}/enabled_cluster_log_types`,
      "api",
      'aws_eks_cluster.cluster enabled_cluster_log_types: must be a set, but is "api"',
    ],
    [
      "a list in a set of strings",
      `${CLUSTER}/enabled_cluster_log_types`,
      ["api", ["audit"]],
      'aws_eks_cluster.cluster enabled_cluster_log_types[1]: must be a string, but is ["audit"]',
    ],
    [
      "text after an expression for a set",
      `${CLUSTER}/enabled_cluster_log_types`,
      "${local.zones}x",
      'aws_eks_cluster.cluster enabled_cluster_log_types: must be a set, but is "${local.zones}x"',
    ],
    [
      "text before an expression for a set",
      `${CLUSTER}/enabled_cluster_log_types`,
      "x${local.zones}",
      'aws_eks_cluster.cluster enabled_cluster_log_types: must be a set, but is "x${local.zones}"',
    ],
    [
      "null in a set",
      `${CLUSTER}/enabled_cluster_log_types`,
      [null],
      "aws_eks_cluster.cluster enabled_cluster_log_types[0]: a set must not hold null",
    ],
    ["a list for a map", `${VPC}/tags`, [], "aws_vpc.main tags: must be a map, but is []"],
    ["a list in a map of strings", `${VPC}/tags/a b`, [], 'aws_vpc.main tags["a b"]: must be a string, but is []'],
    [
      "an object for a set of objects",
      "resource/aws_security_group/nodes/ingress",
      {},
      "aws_security_group.nodes ingress: must be a set, but is {}",
    ],
    [
      "a word for a number in an object",
      `${RULE}/from_port`,
      "x",
      'aws_security_group.nodes ingress[0].from_port: must be a number, but is "x"',
    ],
    [
      "a list in a list in an object",
      `${RULE}/cidr_blocks/0`,
      [],
      "aws_security_group.nodes ingress[0].cidr_blocks[0]: must be a string, but is []",
    ],
    [
      "an unknown attribute in an object",
      `${RULE}/port`,
      1,
      'aws_security_group.nodes ingress[0].port: unknown attribute "port"',
    ],
    [
      "a missing attribute in an object",
      `${RULE}/self`,
      undefined,
      'aws_security_group.nodes ingress[0].self: attribute "self" of an object is missing; write null to leave it unset',
    ],
  ]);
  accepts([
    ["a number written as a string", `${VPC}/ipv4_netmask_length`, "16"],
    ["a bool written as a string", `${VPC}/enable_dns_support`, "false"],
    ["a number for a string", `${VPC}/cidr_block`, 10],
    ["a template for a number", `${VPC}/ipv4_netmask_length`, "1${length(local.zones)}"],
    ["a whole expression for a set", `${CLUSTER}/enabled_cluster_log_types`, "${local.zones}"],
    ["a whole expression for a map", `${VPC}/tags`, "${{ (local.name) = local.zones }}"],
    ["an attribute of a newer provider, left null in an object", `${RULE}/newer`, null],
  ]);
});

describe("attributes with attributes below them", () => {
  refuses([
    ["an unknown one", `${RELEASE}/set/0/key`, "x", 'helm_release.app set[0].key: unknown argument "key"'],
    [
      "a missing one",
      `${RELEASE}/set/0/name`,
      undefined,
      'helm_release.app set[0].name: required argument "name" is missing',
    ],
    ["a wrong type", `${RELEASE}/set/0/value`, [], "helm_release.app set[0].value: must be a string, but is []"],
    [
      "one object for a list",
      `${RELEASE}/set`,
      { name: "x" },
      'helm_release.app set: must be a list of objects, but is {"name":"x"}',
    ],
    ["a list for one object", `${RELEASE}/timeouts`, [{}], "helm_release.app timeouts: must be an object, but is [{}]"],
    ["a read-only one", `${RELEASE}/metadata`, {}, 'helm_release.app metadata: argument "metadata" is read-only'],
  ]);
  accepts([["a whole expression", `${RELEASE}/set`, "${local.zones}"]]);
});
