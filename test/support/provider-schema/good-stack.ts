const CLUSTER_METADATA = { "//": { metadata: { path: "demo/cluster", uniqueId: "cluster" } } };

/** A stack as cdktf writes it, in which everything is right. */
const GOOD_STACK = {
  "//": { metadata: { stackName: "demo", version: "0.21.0" } },
  terraform: { required_providers: { aws: { source: "aws", version: "5.100.0" } } },
  provider: {
    aws: [
      { region: "eu-west-1", default_tags: [{ tags: { testbed: "demo" } }] },
      { region: "us-east-1", alias: "virginia" },
    ],
    helm: [
      { kubernetes: { host: "${aws_eks_cluster.cluster.endpoint}", exec: { api_version: "v1", command: "aws" } } },
    ],
  },
  variable: { admin_cidr: { type: "string", default: "203.0.113.0/24" } },
  locals: { name: "demo-${var.admin_cidr}", zones: "${data.aws_availability_zones.zones.names}" },
  data: {
    aws_availability_zones: { zones: { state: "available", filter: [{ name: "zone-type", values: ["x"] }] } },
    terraform_remote_state: { network: { backend: "local", config: { path: "../network.tfstate" } } },
  },
  resource: {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16", enable_dns_support: true, tags: { Name: "${local.name}" } } },
    aws_subnet: {
      a: {
        vpc_id: "${aws_vpc.main.id}",
        cidr_block: "${cidrsubnet(aws_vpc.main.cidr_block, 4, 1)}",
        availability_zone: "${element(local.zones, 0)}",
        provider: "aws.virginia",
        depends_on: ["aws_vpc.main", "data.aws_availability_zones.zones"],
        lifecycle: {
          ignore_changes: ["availability_zone", 'tags["Name"]', "timeouts"],
          precondition: [{ condition: "${length(local.zones) > 1}", error_message: "two zones are needed" }],
          replace_triggered_by: ["aws_vpc.main.cidr_block"],
        },
      },
      b: { for_each: "${toset(local.zones)}", availability_zone: "${each.value}", vpc_id: "${aws_vpc.main.id}" },
    },
    aws_security_group: {
      nodes: {
        description: "nodes",
        vpc_id: "${aws_vpc.main.id}",
        ingress: [
          {
            cidr_blocks: ["${var.admin_cidr}"],
            description: null,
            from_port: 443,
            ipv6_cidr_blocks: null,
            prefix_list_ids: null,
            protocol: "tcp",
            security_groups: null,
            self: null,
            to_port: "443",
          },
        ],
      },
    },
    aws_eks_cluster: {
      cluster: {
        ...CLUSTER_METADATA,
        name: "demo",
        role_arn: "${data.terraform_remote_state.network.outputs.role_arn}",
        access_config: { authentication_mode: "API" },
        encryption_config: { provider: { key_arn: "arn:aws:kms:::key" }, resources: ["secrets"] },
        timeouts: { create: "30m" },
        vpc_config: [
          { subnet_ids: ["${aws_subnet.a.id}", '${aws_subnet.b["x"].id}'], endpoint_private_access: "true" },
        ],
      },
    },
    helm_release: {
      app: {
        chart: '${join("-", ["app", aws_eks_cluster.cluster.vpc_config[0].vpc_id])}',
        name: "app",
        set: [{ name: "host", value: "$${HOST}" }],
        values: ["image: app\nhost: $${HOST}\n"],
      },
    },
    terraform_data: { marker: { input: { subnet: "${aws_subnet.a.id}" } } },
  },
  output: { vpc_id: { value: "${aws_vpc.main.id}", depends_on: ["aws_subnet.a"] } },
};

/** The good stack as it is. */
export function goodStack(): unknown {
  return structuredClone(GOOD_STACK);
}

/** The good stack with one value replaced, at a place such as `resource/aws_vpc/main/cidr_block`; undefined removes. */
export function stackWith(place: string, value: unknown): unknown {
  return replaced(GOOD_STACK, place.split("/"), value);
}

function replaced(node: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) {
    return value;
  }
  if (Array.isArray(node)) {
    return Object.assign([...node], { [key]: replaced(node[Number(key)], rest, value) });
  }
  const { [key]: old, ...others } = { ...(node as Record<string, unknown> | undefined) };
  const changed = replaced(old, rest, value);
  return changed === undefined ? others : { ...others, [key]: changed };
}
