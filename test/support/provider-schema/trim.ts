/**
 * Cuts full provider schemas down to the types this project uses, one type a line, so that diffs are readable:
 *
 *   node lib/cli/run.cjs test/support/provider-schema/trim.ts <folder with the full schemas>
 *
 * The folder holds one file for each provider below, cut out of `terraform providers schema -json`, for example
 * `jq '.provider_schemas["registry.terraform.io/hashicorp/aws"]' > aws-5.100.0.json`. Leave the descriptions in: whoever
 * deletes every key of that name also loses the attributes called `description`. This program tells them apart.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSchema } from "./load";
import type { Attribute, Block, ProviderSchema, TypeSchema } from "./types";

type TypeSchemas = Readonly<Record<string, TypeSchema>>;

interface Kept {
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
}

const KEPT: Readonly<Record<string, Kept>> = {
  "aws-5.100.0": {
    resources: [
      "aws_autoscaling_attachment",
      "aws_autoscaling_group_tag",
      "aws_cloudwatch_log_group",
      "aws_default_security_group",
      "aws_ec2_tag",
      "aws_eip",
      "aws_efs_file_system",
      "aws_efs_mount_target",
      "aws_eks_access_entry",
      "aws_eks_access_policy_association",
      "aws_eks_addon",
      "aws_eks_cluster",
      "aws_eks_node_group",
      "aws_eks_pod_identity_association",
      "aws_flow_log",
      "aws_iam_instance_profile",
      "aws_iam_openid_connect_provider",
      "aws_iam_policy",
      "aws_iam_role",
      "aws_iam_role_policy",
      "aws_iam_role_policy_attachment",
      "aws_instance",
      "aws_internet_gateway",
      "aws_kms_alias",
      "aws_kms_key",
      "aws_kms_key_policy",
      "aws_launch_template",
      "aws_lb",
      "aws_lb_listener",
      "aws_lb_target_group",
      "aws_nat_gateway",
      "aws_network_interface",
      "aws_network_interface_sg_attachment",
      "aws_route",
      "aws_route53_record",
      "aws_route_table",
      "aws_route_table_association",
      "aws_security_group",
      "aws_ssm_parameter",
      "aws_subnet",
      "aws_vpc",
      "aws_vpc_endpoint",
      "aws_vpc_endpoint_route_table_association",
      "aws_vpc_ipv4_cidr_block_association",
      "aws_vpc_security_group_egress_rule",
      "aws_vpc_security_group_ingress_rule",
    ],
    dataSources: [
      "aws_availability_zones",
      "aws_caller_identity",
      "aws_eks_addon_version",
      "aws_eks_cluster",
      "aws_iam_policy_document",
      "aws_iam_session_context",
      "aws_partition",
      "aws_region",
      "aws_ssm_parameter",
      "aws_subnet",
      "aws_subnets",
      "aws_vpc",
    ],
  },
  "helm-3.1.2": { resources: ["helm_release"], dataSources: ["helm_template"] },
  "kubernetes-3.2.1": {
    resources: [
      "kubernetes_config_map_v1",
      "kubernetes_cron_job_v1",
      "kubernetes_default_service_account_v1",
      "kubernetes_deployment_v1",
      "kubernetes_horizontal_pod_autoscaler_v2",
      "kubernetes_ingress_v1",
      "kubernetes_job_v1",
      "kubernetes_limit_range_v1",
      "kubernetes_namespace_v1",
      "kubernetes_network_policy_v1",
      "kubernetes_persistent_volume_claim_v1",
      "kubernetes_pod_disruption_budget_v1",
      "kubernetes_resource_quota_v1",
      "kubernetes_role_binding_v1",
      "kubernetes_role_v1",
      "kubernetes_service_account_v1",
      "kubernetes_service_v1",
      "kubernetes_stateful_set_v1",
      "kubernetes_storage_class_v1",
    ],
    dataSources: ["kubernetes_config_map_v1"],
  },
  "openstack-3.4.0": {
    resources: [
      "openstack_compute_instance_v2",
      "openstack_compute_keypair_v2",
      "openstack_compute_servergroup_v2",
      "openstack_identity_application_credential_v3",
      "openstack_networking_floatingip_v2",
      "openstack_networking_network_v2",
      "openstack_networking_port_v2",
      "openstack_networking_router_interface_v2",
      "openstack_networking_router_v2",
      "openstack_networking_secgroup_rule_v2",
      "openstack_networking_secgroup_v2",
      "openstack_networking_subnet_v2",
    ],
    dataSources: ["openstack_compute_instance_v2", "openstack_images_image_v2", "openstack_networking_network_v2"],
  },
  "rancher2-14.1.1": {
    resources: [
      "rancher2_app_v2",
      "rancher2_auth_config_generic_oidc",
      "rancher2_auth_config_openldap",
      "rancher2_catalog_v2",
      "rancher2_cluster_role_template_binding",
      "rancher2_cluster_sync",
      "rancher2_cluster_v2",
    ],
    dataSources: [],
  },
};

const DOCUMENTATION = new Set(["description", "description_kind"]);

function withoutDocumentation<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !DOCUMENTATION.has(key))) as T;
}

function mapValues<T>(values: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}

/** The names of attributes and blocks stay: one of them may well be called `description`. */
function trimBlock(block: Block): Block {
  return {
    ...withoutDocumentation(block),
    ...(block.attributes && { attributes: mapValues(block.attributes, trimAttribute) }),
    ...(block.block_types && {
      block_types: mapValues(block.block_types, (type) => ({ ...type, block: trimBlock(type.block) })),
    }),
  };
}

function trimAttribute(attribute: Attribute): Attribute {
  const { nested_type: nested, ...rest } = withoutDocumentation(attribute);
  return nested
    ? { ...rest, nested_type: { ...nested, attributes: mapValues(nested.attributes, trimAttribute) } }
    : rest;
}

function trimType(type: TypeSchema): TypeSchema {
  return { ...type, block: trimBlock(type.block) };
}

function linesOf(types: TypeSchemas, names: readonly string[], file: string): string {
  const lines = names.map((name) => {
    const type = types[name];
    if (type === undefined) {
      throw new Error(`${file} has no type ${name}`);
    }
    return `${JSON.stringify(name)}:${JSON.stringify(trimType(type))}`;
  });
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n}`;
}

function trim(schema: ProviderSchema, kept: Kept, file: string): string {
  return [
    `{"provider":${JSON.stringify(trimType(schema.provider))}`,
    `"resource_schemas":${linesOf(schema.resource_schemas ?? {}, kept.resources, file)}`,
    `"data_source_schemas":${linesOf(schema.data_source_schemas ?? {}, kept.dataSources, file)}}\n`,
  ].join(",\n");
}

const source = process.argv[2];
if (source === undefined) {
  throw new Error("name the folder with the full schemas");
}
for (const [name, kept] of Object.entries(KEPT)) {
  const file = join(source, `${name}.json`);
  writeFileSync(join(__dirname, "../../schemas", `${name}.json`), trim(readSchema(file), kept, file));
}
