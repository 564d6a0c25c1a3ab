import type { Construct } from "constructs";
import type { PlaceOn } from "../../lib/config/place";
import { OpenStackEntry } from "../../lib/network/openstack-entry";
import { OpenStackNetwork } from "../../lib/network/openstack-network";
import { entryOf, publish } from "../contract";
import type { StateStore } from "../state";
import { TestbedStack } from "../testbed-stack";
import { addOpenstackProvider, testbedTags } from "./provider";

/** `<name>-network`: the network with its way outside, and the entry. */
export class OpenStackNetworkStack extends TestbedStack {
  constructor(scope: Construct, place: PlaceOn<"openstack">, state: StateStore) {
    super(scope, "network", { name: place.name, state });
    addOpenstackProvider(this, place);
    const { externalNetwork, deletionProtection } = place.openstack;
    const common = { name: place.name, externalNetwork, deletionProtection, tags: testbedTags(place) };
    const network = new OpenStackNetwork(this, "network", { ...common, ...place.openstack.network });
    const entry = new OpenStackEntry(this, "entry", {
      ...common,
      networkId: network.networkId,
      subnetId: entryOf(network.publicSubnetIds, "a"),
      internet: network.internet,
    });
    publish(this, "network", {
      network_id: network.networkId,
      network_cidrs: [place.openstack.network.cidr],
      public_subnet_ids: network.publicSubnetIds,
      private_subnet_ids: network.privateSubnetIds,
      control_plane_security_group_id: network.controlPlaneSecurityGroupId,
      entry_networks: [network.publicCidr],
      entry_interface_id: entry.portId,
      entry_security_group_id: entry.securityGroupId,
      entry_public_address: entry.publicAddress,
      entry_private_address: entry.privateAddress,
    });
  }
}
