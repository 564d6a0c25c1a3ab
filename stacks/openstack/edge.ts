import type { Construct } from "constructs";
import { gatekeeperWays } from "../../lib/bastion/gatekeeper-ways";
import { OpenStackBastion } from "../../lib/bastion/openstack-bastion";
import type { RancherRole } from "../../lib/config/machine";
import type { PlaceOn } from "../../lib/config/place";
import { networksOf } from "../../lib/config/sources";
import { ComputeKeypairV2 } from "../../lib/providers/openstack/compute-keypair-v2";
import { DataOpenstackImagesImageV2 } from "../../lib/providers/openstack/data-openstack-images-image-v2";
import { consume, entryOf, publish } from "../contract";
import { recordNames } from "../records";
import type { StateStore } from "../state";
import type { EdgeWays } from "../target";
import { TestbedStack } from "../testbed-stack";
import type { OpenStackNetworkStack } from "./network";
import type { OpenStackNodesStack } from "./nodes";
import { addOpenstackProvider } from "./provider";
import { serverNames } from "./server-names";

/** What the edge is made of. */
export interface OpenStackEdgeStackProps extends EdgeWays {
  readonly state: StateStore;
  readonly networkStack: OpenStackNetworkStack;
  readonly nodesStack: OpenStackNodesStack;
}

/** `<name>-edge`: the bastion, which here carries the HTTPS hosts too. */
export class OpenStackEdgeStack extends TestbedStack {
  constructor(scope: Construct, place: PlaceOn<"openstack">, props: OpenStackEdgeStackProps) {
    super(scope, "edge", { name: place.name, state: props.state });
    addOpenstackProvider(this, place);
    const network = consume(this, "network", props.networkStack);
    const cluster = consume(this, "cluster", props.nodesStack);
    const nodes = consume(this, "nodes", props.nodesStack);
    const { image, bastion, apiAccess, ssh } = place.openstack;
    const addresses = (role: RancherRole, published: Readonly<Record<string, string>>) =>
      serverNames(place, role).map((server) => entryOf(published, server));
    const controlPlanes = addresses("controlplane", nodes.control_plane_addresses);
    const { instanceId } = new OpenStackBastion(this, "bastion", {
      name: place.name,
      portId: network.entry_interface_id,
      entryGroupId: network.entry_security_group_id,
      workerGroupId: cluster.worker_security_group_id,
      controlPlaneGroupId: network.control_plane_security_group_id,
      image: new DataOpenstackImagesImageV2(this, "image", { name: image, mostRecent: true }).id,
      flavor: bastion.flavor,
      ways: gatekeeperWays(place, props.ways, apiAccess),
      nodes: { worker: addresses("worker", nodes.worker_addresses), "control-plane": controlPlanes },
      login: ssh && {
        keyPair: new ComputeKeypairV2(this, "key", { name: `${place.name}-bastion`, publicKey: ssh.publicKey }).name,
        from: networksOf(ssh.from, place.sources),
      },
    });
    const [controlPlane = ""] = controlPlanes;
    publish(this, "edge", {
      bastion_id: instanceId,
      tunnel_command: ssh
        ? `ssh -N -L 8443:${controlPlane}:6443 ${loginOf(image)}@${network.entry_public_address}`
        : "",
      load_balancer_address: "",
      dns_records: Object.fromEntries(
        recordNames(place, props.hosts).map((host) => [host, network.entry_public_address]),
      ),
    });
  }
}

/** Who logs in by SSH: the user that the images of both distributions have (cloud-init, `default_user`). */
function loginOf(image: string): string {
  return /ubuntu/i.test(image) ? "ubuntu" : "debian";
}
