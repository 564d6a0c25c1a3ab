import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { Fn, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { mergeValues } from "../charts/merge-values";
import type { Mirror } from "../charts/mirror";
import { eniValues } from "../cilium/eni-values";
import { ciliumImages } from "../cilium/images";
import { DEFAULTS } from "../defaults";
import { ChartRelease } from "../helm/chart-release";
import { CiliumOperatorRole } from "./cilium-operator-role";
import { EksAddons } from "./eks-addons";
import { ManagedNodeGroup } from "./managed-node-group";
import { initialNodes, isForEveryone, type NodeGroupOptions, zonesOf } from "./node-group-options";
import { NodeRole } from "./node-role";
import type { ClusterOidc } from "./service-account-role";

/** What `EksNodes` are made of. */
export interface EksNodesProps {
  /** Name of the testbed, at most 32 characters. */
  readonly name: string;
  readonly region: string;
  readonly clusterName: string;
  /** Address of the Kubernetes API, with `https://`. */
  readonly endpoint: string;
  /** Kubernetes minor of the control plane. */
  readonly version: string;
  readonly oidc: ClusterOidc;
  /** Private subnets of the network by zone slot. */
  readonly privateSubnetIds: Readonly<Record<string, string>>;
  /** Node groups by name; at least one has nodes from the start that any pod may use. Default: one, `default` (INF-13) */
  readonly groups?: Readonly<Record<string, NodeGroupOptions>>;
  /** Name tag of the worker role and the workers. Default: `INFINITECHBPNode` (INF-12) */
  readonly nodeName?: string;
  /** Tags of the testbed, for what Auto Scaling, Cilium and the EBS driver make. Default: none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Where Cilium's chart and images come from. Default: from where their makers have them */
  readonly mirror?: Mirror;
  /** Whether Terraform refuses to destroy Cilium, and with it anything of these nodes. Default: true */
  readonly deletionProtection?: boolean;
}

/**
 * What a bare control plane needs to have working nodes, in the only order that works: Cilium first, without waiting,
 * because a node is ready only when its CNI runs; then the nodes, tainted until it does; then the add-ons that need nodes.
 *
 * Needs an AWS and a Helm provider in its stack. Anywhere else this order is a deadlock: terraform-aws-eks#3106, #3139.
 */
export class EksNodes extends Construct {
  /** Names of the groups' Auto Scaling groups, by group. */
  readonly autoscalingGroupNames: Readonly<Record<string, string>>;
  readonly nodeRoleArn: string;
  /** Partition of AWS that they stand in. */
  readonly partition: string;

  constructor(scope: Construct, id: string, props: EksNodesProps) {
    super(scope, id);
    const { name, region, clusterName, version, oidc, mirror = {} } = props;
    const tags = props.tags ?? {};
    const groups = Object.entries(props.groups ?? { default: {} });
    const forEveryone = groups.filter(([, options]) => isForEveryone(options));
    const nodeName = props.nodeName ?? DEFAULTS.nodeName;
    const partition = new DataAwsPartition(this, "partition").partition;

    const apiHost = new TerraformLocal(this, "api-host", Fn.replace(props.endpoint, "https://", ""));
    const { role } = new CiliumOperatorRole(this, "cilium-role", { name, region, partition, oidc });
    const cilium = new ChartRelease(this, "cilium", {
      chart: "cilium",
      releaseName: "cilium",
      namespace: "kube-system",
      values: {
        fixed: mergeValues(
          ciliumImages(mirror),
          eniValues({
            name,
            apiHost: apiHost.asString,
            region,
            operatorRoleArn: role.arn,
            operatorReplicas: forEveryone.reduce((sum, [, options]) => sum + initialNodes(options), 0) > 1 ? 2 : 1,
            tags,
          }),
        ),
        defaults: {},
      },
      mirror,
      wait: false,
      after: role.rights,
      deletionProtection: props.deletionProtection ?? true,
    });

    const nodeRole = new NodeRole(this, "node-role", {
      name,
      partition,
      nodeName,
    });
    const group = new Construct(this, "group");
    const nodeGroups = groups.map(
      ([groupName, options]) =>
        [
          groupName,
          new ManagedNodeGroup(group, groupName, {
            ...options,
            name,
            groupName,
            clusterName,
            version,
            roleArn: nodeRole.arn,
            subnetIds: subnetsOf(groupName, options, props.privateSubnetIds),
            nodeName,
            tags,
            after: [...nodeRole.rights, cilium.release],
          }),
        ] as const,
    );
    new EksAddons(this, "addons", {
      name,
      clusterName,
      region,
      partition,
      version,
      oidc,
      tags,
      after: nodeGroups
        .filter(([groupName]) => forEveryone.some(([other]) => other === groupName))
        .map(([, { nodeGroup }]) => nodeGroup),
    });
    this.nodeRoleArn = nodeRole.arn;
    this.partition = partition;
    this.autoscalingGroupNames = Object.fromEntries(
      nodeGroups.map(([groupName, { autoscalingGroupName }]) => [groupName, autoscalingGroupName]),
    );
  }
}

function subnetsOf(
  groupName: string,
  options: NodeGroupOptions,
  subnetIds: EksNodesProps["privateSubnetIds"],
): string[] {
  return zonesOf(options).map((slot) => {
    const subnetId = subnetIds[slot];
    if (subnetId !== undefined) return subnetId;
    const known = Object.keys(subnetIds).join(", ");
    throw new Error(`Node group "${groupName}" stands in zone ${slot}, which the network lacks. Its zones: ${known}.`);
  });
}
