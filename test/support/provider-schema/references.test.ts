import { describe } from "vitest";
import { accepts, type Change, type Fault, refuses } from "./cases";

const VPC = "resource/aws_vpc/main";
const CLUSTER = "resource/aws_eks_cluster/cluster";

describe("references", () => {
  const refers = (given: string, expression: string, to: string): Fault => [
    given,
    `${VPC}/tags/x`,
    expression,
    `aws_vpc.main tags.x: refers to ${to}`,
  ];
  refuses([
    refers("a resource that does not exist", "${aws_vpc.other.id}", "aws_vpc.other, which is not in this stack"),
    refers("a whole resource that does not exist", "${aws_vpc.other}", "aws_vpc.other, which is not in this stack"),
    refers("a data source that does not exist", "${data.aws_vpc.x.id}", "data.aws_vpc.x, which is not in this stack"),
    refers(
      "a remote state that does not exist",
      "${data.terraform_remote_state.x.outputs.y}",
      "data.terraform_remote_state.x, which is not in this stack",
    ),
    refers("a local that does not exist", "${local.other}", "local.other, which is not in this stack"),
    refers("a variable that does not exist", "${var.other}", "var.other, which is not in this stack"),
    refers("a module that does not exist", "${module.x.id}", "module.x, which is not in this stack"),
    refers(
      "an attribute that does not exist",
      "${aws_subnet.a.ids}",
      'aws_subnet.a.ids, but aws_subnet has no attribute "ids"',
    ),
    refers(
      "an attribute of an indexed resource",
      '${aws_subnet.b["x"].ids}',
      'aws_subnet.b.ids, but aws_subnet has no attribute "ids"',
    ),
    refers(
      "an attribute of all instances",
      "${aws_subnet.b.*.ids}",
      'aws_subnet.b.ids, but aws_subnet has no attribute "ids"',
    ),
    refers(
      "an attribute of a data source",
      "${data.aws_availability_zones.zones.zone}",
      'data.aws_availability_zones.zones.zone, but aws_availability_zones has no attribute "zone"',
    ),
    refers(
      "a remote state without its outputs",
      "${data.terraform_remote_state.network.role_arn}",
      'data.terraform_remote_state.network.role_arn, but terraform_remote_state has no attribute "role_arn"',
    ),
    refers("a function call", "${cidrhost(aws_vpc.other.cidr_block, 10)}", "aws_vpc.other, which is not in this stack"),
    refers("an index", "${aws_subnet.b[local.other].id}", "local.other, which is not in this stack"),
    refers("an object", "${jsonencode({ key = local.other })}", "local.other, which is not in this stack"),
    refers("a condition", "${local.name == local.other ? 1 : 2}", "local.other, which is not in this stack"),
    refers("a loop", "${[for zone in local.other : zone.id]}", "local.other, which is not in this stack"),
    refers("a directive", "%{ if local.other }x%{ endif }", "local.other, which is not in this stack"),
    refers(
      "a template within a string of an expression",
      '${upper("a-${local.other}")}',
      "local.other, which is not in this stack",
    ),
    refers("a second expression", "${local.name}-${local.other}", "local.other, which is not in this stack"),
    refers(
      "text after an escaped expression",
      "$${local.name}-${local.other}",
      "local.other, which is not in this stack",
    ),
    refers("the same twice", "${local.other}${local.other}", "local.other, which is not in this stack"),
    [
      "a dangling one in the key of a map",
      `${VPC}/tags/\${local.other}`,
      "x",
      'aws_vpc.main tags["${local.other}"]: refers to local.other, which is not in this stack',
    ],
    [
      "a dangling one in a list of a nested block",
      `${CLUSTER}/vpc_config/0/subnet_ids/0`,
      "${aws_subnet.c.id}",
      "aws_eks_cluster.cluster vpc_config[0].subnet_ids[0]: refers to aws_subnet.c, which is not in this stack",
    ],
    [
      "a dangling one in a provider configuration",
      "provider/aws/1/region",
      "${var.other}",
      "provider.aws.virginia region: refers to var.other, which is not in this stack",
    ],
    [
      "a dangling one in a local",
      "locals/name",
      "${var.other}",
      "local.name: refers to var.other, which is not in this stack",
    ],
    [
      "a dangling one in an output",
      "output/vpc_id/value",
      "${aws_vpc.other.id}",
      "output.vpc_id value: refers to aws_vpc.other, which is not in this stack",
    ],
    [
      "one to an output",
      `${VPC}/tags/x`,
      "${output.vpc_id}",
      "aws_vpc.main tags.x: refers to output.vpc_id, which is not in this stack",
    ],
  ]);
  accepts([
    ["something like one in the metadata of cdktf", VPC, { "//": { metadata: { path: "${HOST}" } } }],
    ["something like one in the default of a variable", "variable/admin_cidr/default", "${HOST}"],
  ]);
  accepts(
    [
      ["an escaped one", "$${aws_vpc.other.id}"],
      ["an escaped directive", "%%{ if local.other }"],
      ["plain text that looks like one", "aws_vpc.other.id"],
      ["text within a string of an expression", '${upper("aws_vpc.other.id ${local.name}")}'],
      ["an escaped one within a string of an expression", '${upper("$${local.other}")}'],
      ["an escaped quote within a string of an expression", '${upper("a \\" local.other")}'],
      ["a brace within a string of an expression", '${replace(local.name, "}", "{")}'],
      ["trimmed blanks around a directive", "%{~ if local.name != null ~} x %{~ endif ~}"],
      ["an attribute of a local", "${local.name.first}"],
      ["a function of a provider", "${provider::aws::arn_parse(local.name).service}"],
      ["what Terraform supplies", "${terraform.workspace} ${path.module} ${each.key} ${count.index} ${self.id}"],
      ["names that a loop binds", "${[for key, zone in local.zones : zone.name if key != 0]}"],
      ["names that a directive binds", "%{ for zone in local.zones }${zone}%{ endfor }"],
      ["keys of an object", '${jsonencode({ name = local.name, "local.other" = 1, zone : true })}'],
      ["all instances", "${join(local.name, aws_subnet.b[*].id)} ${aws_subnet.b.0.id}"],
      ["a condition", "${local.name == null ? true : 1.5}"],
      ["a dollar and a brace apart", "$ {local.other} {$}"],
    ].map(([given = "", text]): Change => [given, `${VPC}/tags/x`, text]),
  );
});

describe("text that Terraform would read as an expression", () => {
  const tag = (given: string, text: string, problem: string): Fault => [
    given,
    `${VPC}/tags/x`,
    text,
    `aws_vpc.main tags.x: ${problem}; write "$$\{" or "%%{" for plain text`,
  ];
  refuses([
    tag("a name alone", "${HOST}", '"HOST" is not a reference'),
    tag("a name alone after an expression", "${local.name}${HOST}", '"HOST" is not a reference'),
    tag("a name alone in a function call", "${upper(HOST)}", '"HOST" is not a reference'),
    tag("an expression that is not closed", "${HOST", '"${" is not closed'),
    [
      "an expression that is not closed, for a number",
      `${VPC}/ipv4_netmask_length`,
      "${HOST",
      'aws_vpc.main ipv4_netmask_length: "${" is not closed; write "$${" or "%%{" for plain text',
    ],
    tag("a directive that is none", "%{HOST}", '"%{HOST}" is not a template directive'),
  ]);
});
