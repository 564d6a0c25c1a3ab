import type { Construct } from "constructs";
import { AutoscalerRole } from "../../lib/cluster/autoscaler-role";
import { DnsSolverRole } from "../../lib/cluster/dns-solver-role";
import { EksNodes } from "../../lib/cluster/eks-nodes";
import { type NodeGroupOptions, NodeImage, zonesOf } from "../../lib/cluster/node-group-options";
import type { ServiceAccountRole } from "../../lib/cluster/service-account-role";
import { SharedVolumes, type SharedVolumesProps } from "../../lib/cluster/shared-volumes";
import type { AwsNodeGroupDescription } from "../../lib/config/aws-nodes";
import type { PlaceOn } from "../../lib/config/place";
import type { NfsDescription } from "../../lib/config/storage";
import { connectionOf } from "../connection";
import { consume, entryOf, publish } from "../contract";
import { forget } from "../forget";
import type { StateStore } from "../state";
import { TestbedStack } from "../testbed-stack";
import type { AwsClusterStack } from "./cluster";
import type { AwsNetworkStack } from "./network";
import { addAwsProvider, testbedTags } from "./provider";

/** The stacks that the nodes build on. */
export interface AwsNodesStackProps {
  readonly state: StateStore;
  readonly networkStack: AwsNetworkStack;
  readonly clusterStack: AwsClusterStack;
}

/** How EFS wants to be mounted: the same connection is found again after a failure (Amazon EFS, "Mounting on EC2"). */
const EFS_MOUNT_OPTIONS = [
  "nfsvers=4.1",
  "rsize=1048576",
  "wsize=1048576",
  "hard",
  "timeo=600",
  "retrans=2",
  "noresvport",
];

/** Addresses of what a place has that named no NFS server: datasets may be in it when it names one later. */
const SHARED_VOLUMES = [
  "aws_efs_file_system.shared-volumes_files",
  "aws_security_group.shared-volumes_security-group",
  "aws_vpc_security_group_ingress_rule.shared-volumes_from-workers",
  ...["a", "b", "c", "d", "e", "f"].map((slot) => `aws_efs_mount_target.shared-volumes_${slot}`),
];

/** `<name>-nodes`: Cilium, the node groups, and the add-ons that need nodes. */
export class AwsNodesStack extends TestbedStack {
  constructor(scope: Construct, place: PlaceOn<"aws">, props: AwsNodesStackProps) {
    super(scope, "nodes", { name: place.name, state: props.state });
    addAwsProvider(this, place);
    const network = consume(this, "network", props.networkStack);
    const cluster = consume(this, "cluster", props.clusterStack);
    connectionOf(cluster, place.providers).helm(this);
    const groups = Object.entries(place.aws.nodes).map(([name, group]) => [name, groupOptions(group)] as const);
    const slots = new Set(groups.flatMap(([, options]) => zonesOf(options)));
    const privateSubnetIds = Object.fromEntries(
      [...slots].map((slot) => [slot, entryOf(network.private_subnet_ids, slot)]),
    );
    const oidc = { providerArn: cluster.oidc_provider_arn, issuer: cluster.oidc_issuer };
    const nodes = new EksNodes(this, "nodes", {
      name: place.name,
      region: place.aws.region,
      clusterName: cluster.cluster_name,
      endpoint: cluster.cluster_endpoint,
      version: cluster.cluster_minor,
      oidc,
      privateSubnetIds,
      groups: Object.fromEntries(groups),
      nodeName: place.aws.nodeName,
      tags: testbedTags(place),
      deletionProtection: place.aws.deletionProtection,
      mirror: place.mirror,
    });
    const { region, clusterName, hostedZone } = place.aws;
    const autoscaler = new AutoscalerRole(this, "autoscaler-role", { name: place.name, clusterName, oidc }).role;
    const solver =
      hostedZone === undefined
        ? undefined
        : new DnsSolverRole(this, "dns-solver-role", { name: place.name, partition: nodes.partition, oidc, hostedZone })
            .role;
    const { nfs } = place.storage;
    if (nfs) forget(this, SHARED_VOLUMES);
    const shared =
      nfs ??
      this.sharedVolumes(place, {
        networkId: network.network_id,
        workerGroupId: cluster.worker_security_group_id,
        privateSubnetIds,
      });
    publish(this, "nodes", {
      node_role_arn: nodes.nodeRoleArn,
      autoscaling_group_names: nodes.autoscalingGroupNames,
      worker_addresses: {},
      control_plane_addresses: {},
      autoscaler_cluster: cluster.cluster_name,
      autoscaler_provider: "aws",
      autoscaler_environment: { AWS_REGION: region },
      autoscaler_identity: identity(autoscaler),
      certificates_identity: solver ? identity(solver) : {},
      dns_solver: JSON.stringify(hostedZone === undefined ? {} : { route53: { region, hostedZoneID: hostedZone } }),
      volume_driver: "ebs.csi.aws.com",
      volume_parameters: { type: "gp3", encrypted: "true", "csi.storage.k8s.io/fstype": "ext4" },
      shared_volume_server: shared.server,
      shared_volume_path: shared.share,
      shared_volume_options: [...shared.mountOptions],
    });
  }

  /** A server of our own, where the place names none. */
  private sharedVolumes(
    { name, aws }: PlaceOn<"aws">,
    where: Pick<SharedVolumesProps, "networkId" | "workerGroupId" | "privateSubnetIds">,
  ): NfsDescription {
    const { server } = new SharedVolumes(this, "shared-volumes", {
      ...where,
      name,
      deletionProtection: aws.deletionProtection,
    });
    return { server, share: "/", mountOptions: EFS_MOUNT_OPTIONS };
  }
}

/** Annotations by which a service account acts as a role (IRSA). */
function identity({ arn }: ServiceAccountRole): Record<string, string> {
  return { "eks.amazonaws.com/role-arn": arn };
}

function groupOptions({ amiType, disk, ...group }: AwsNodeGroupDescription): NodeGroupOptions {
  return { ...group, image: NodeImage.of(amiType), diskGib: Number.parseInt(disk, 10) };
}
