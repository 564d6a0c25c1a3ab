import type { Construct } from "constructs";
import { CINDER_DRIVER } from "../../lib/charts/values/cinder-csi";
import { metadataPolicy } from "../../lib/cilium/metadata-policy";
import { hostCloudConfig } from "../../lib/cluster/host-cloud-config";
import { type OpenStackNodeGroup, OpenStackNodes } from "../../lib/cluster/openstack-nodes";
import { addRancherProvider } from "../../lib/cluster/rancher-provider";
import { RancherReady } from "../../lib/cluster/rancher-ready";
import type { OpenStackNodeGroupDescription } from "../../lib/config/openstack";
import type { PlaceOn } from "../../lib/config/place";
import { CustomResources } from "../../lib/helm/custom-resources";
import { ComputeKeypairV2 } from "../../lib/providers/openstack/compute-keypair-v2";
import { DataOpenstackImagesImageV2 } from "../../lib/providers/openstack/data-openstack-images-image-v2";
import { connectionOf } from "../connection";
import { type Contract, consume, entryOf, nothing, publish } from "../contract";
import { readSecret } from "../secret";
import type { StateStore } from "../state";
import { TestbedStack } from "../testbed-stack";
import type { OpenStackClusterStack } from "./cluster";
import type { OpenStackNetworkStack } from "./network";
import { addOpenstackProvider, testbedTags } from "./provider";

/** The stacks that the nodes build on. */
export interface OpenStackNodesStackProps {
  readonly state: StateStore;
  readonly networkStack: OpenStackNetworkStack;
  readonly clusterStack: OpenStackClusterStack;
}

/** `<name>-nodes`: the servers, which join the cluster by themselves; and what they need once it is ready. */
export class OpenStackNodesStack extends TestbedStack {
  constructor(scope: Construct, place: PlaceOn<"openstack">, props: OpenStackNodesStackProps) {
    super(scope, "nodes", { name: place.name, state: props.state });
    addOpenstackProvider(this, place);
    addRancherProvider(this, place.openstack.rancher, place.providers);
    const network = consume(this, "network", props.networkStack);
    const cluster = consume(this, "cluster", props.clusterStack);
    connectionOf(cluster, place.providers).helm(this);
    const { name, openstack, storage } = place;
    const nodeCommand = readSecret(this, props.clusterStack, "node_command");
    const nodes = new OpenStackNodes(this, "nodes", {
      name,
      networkId: network.network_id,
      subnetId: entryOf(network.private_subnet_ids, "a"),
      image: new DataOpenstackImagesImageV2(this, "image", { name: openstack.image, mostRecent: true }).id,
      keyPair: openstack.ssh && new ComputeKeypairV2(this, "key", { name, publicKey: openstack.ssh.publicKey }).name,
      groups: Object.fromEntries(
        Object.entries(openstack.nodes).map(([group, options]) => [
          group,
          groupOptions(options, { place, network, cluster, nodeCommand }),
        ]),
      ),
      tags: testbedTags(place),
    });
    const ready = new RancherReady(this, "ready", {
      clusterId: cluster.cluster_id,
      after: nodes.servers,
      catalogues: openstack.rancher.catalogues,
      monitoring: openstack.rancher.monitoring,
    });
    const { release } = new CustomResources(this, "policies", {
      releaseName: "testbed-policies",
      namespace: "kube-system",
      resources: { metadata: metadataPolicy() },
      after: [ready.sync],
    });
    const addresses = (role: "worker" | "controlplane") =>
      Object.assign(
        {},
        ...Object.entries(openstack.nodes).map(([group, { roles }]) =>
          roles.includes(role) ? nodes.addresses[group] : {},
        ),
      );
    const { nfs } = storage;
    // Once more, for those who come after: the state of the cluster's own stack holds the command to join, and whoever reads
    // one output of a state keeps a copy of all.
    publish(this, "cluster", cluster, [ready.sync, release]);
    publish(
      this,
      "nodes",
      {
        ...nothing("nodes"),
        worker_addresses: addresses("worker"),
        control_plane_addresses: addresses("controlplane"),
        dns_solver: "{}",
        volume_driver: CINDER_DRIVER,
        volume_parameters: openstack.volumeZone === undefined ? {} : { availability: openstack.volumeZone },
        shared_volume_server: nfs?.server ?? "",
        shared_volume_path: nfs?.share ?? "",
        shared_volume_options: [...(nfs?.mountOptions ?? [])],
      },
      [ready.sync, release],
    );
  }
}

interface Around {
  readonly place: PlaceOn<"openstack">;
  readonly network: Contract<"network">;
  readonly cluster: Contract<"cluster">;
  readonly nodeCommand: string;
}

function groupOptions(
  { roles, labels, taints, disk, ...group }: OpenStackNodeGroupDescription,
  { place, network, cluster, nodeCommand }: Around,
): OpenStackNodeGroup {
  const controlPlane = roles.includes("controlplane");
  const { certificateAuthority } = place.openstack.rancher;
  return {
    ...group,
    diskGib: Number.parseInt(disk, 10),
    securityGroupIds: [
      cluster.worker_security_group_id,
      ...(controlPlane ? [network.control_plane_security_group_id] : []),
    ],
    deletionProtection: place.openstack.deletionProtection && roles.includes("etcd"),
    userData: (name) =>
      hostCloudConfig({ name, roles, labels, taints, nodeCommand, certificateAuthority, hardened: true }),
  };
}
