import { describe } from "vitest";
import { accepts, refuses } from "./cases";

const SUBNET = "resource/aws_subnet/a";
const ZONES = "data/aws_availability_zones/zones";

describe("meta-arguments", () => {
  refuses([
    [
      "an alias that does not exist",
      `${SUBNET}/provider`,
      "aws.ohio",
      "aws_subnet.a provider: refers to provider aws.ohio, which is not in this stack",
    ],
    [
      "a dependency on a resource that does not exist",
      `${SUBNET}/depends_on/0`,
      "aws_vpc.other",
      "aws_subnet.a depends_on[0]: refers to aws_vpc.other, which is not in this stack",
    ],
    [
      "a dependency on a data source that does not exist",
      `${SUBNET}/depends_on/1`,
      "data.aws_vpc.x",
      "aws_subnet.a depends_on[1]: refers to data.aws_vpc.x, which is not in this stack",
    ],
    [
      "a dependency on an attribute",
      `${SUBNET}/depends_on/0`,
      "aws_vpc.main.id",
      'aws_subnet.a depends_on[0]: must name a whole resource or data source, but is "aws_vpc.main.id"',
    ],
    [
      "a dependency of an output that does not exist",
      "output/vpc_id/depends_on/0",
      "aws_subnet.c",
      "output.vpc_id depends_on[0]: refers to aws_subnet.c, which is not in this stack",
    ],
    [
      "an ignored change of no argument",
      `${SUBNET}/lifecycle/ignore_changes/0`,
      "zone",
      'aws_subnet.a lifecycle.ignore_changes[0]: "zone" is not an argument of aws_subnet',
    ],
    [
      "an ignored change of an element of no argument",
      `${SUBNET}/lifecycle/ignore_changes/0`,
      'tag["x"]',
      'aws_subnet.a lifecycle.ignore_changes[0]: "tag" is not an argument of aws_subnet',
    ],
    [
      "ignored changes that are no list",
      `${SUBNET}/lifecycle/ignore_changes`,
      "tags",
      'aws_subnet.a lifecycle.ignore_changes: must be a list of arguments or "all", but is "tags"',
    ],
    [
      "an unknown lifecycle argument",
      `${SUBNET}/lifecycle/protect`,
      true,
      'aws_subnet.a lifecycle.protect: unknown argument "protect"',
    ],
    [
      "a condition without a message",
      `${SUBNET}/lifecycle/precondition/0/error_message`,
      undefined,
      'aws_subnet.a lifecycle.precondition[0].error_message: required argument "error_message" is missing',
    ],
    [
      "a replacement trigger that does not exist",
      `${SUBNET}/lifecycle/replace_triggered_by/0`,
      "aws_vpc.other",
      "aws_subnet.a lifecycle.replace_triggered_by[0]: refers to aws_vpc.other, which is not in this stack",
    ],
    [
      "a provisioner of a data source",
      `${ZONES}/provisioner`,
      [],
      'data.aws_availability_zones.zones provisioner: unknown argument "provisioner"',
    ],
  ]);
  accepts([
    ["all changes ignored", `${SUBNET}/lifecycle/ignore_changes`, "all"],
    ["a provider without alias", `${SUBNET}/provider`, "aws"],
    [
      "a provider without configuration",
      "resource/kubernetes_config_map_v1",
      { x: { provider: "kubernetes", metadata: {} } },
    ],
    [
      "a condition after the fact",
      `${ZONES}/lifecycle`,
      { postcondition: [{ condition: "${self.id != 0}", error_message: "x" }] },
    ],
  ]);
});
