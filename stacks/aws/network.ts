import type { Construct } from "constructs";
import type { PlaceOn } from "../../lib/config/place";
import { AwsEntry } from "../../lib/network/aws-entry";
import { AwsNetwork } from "../../lib/network/aws-network";
import { ControlPlaneSecurityGroup } from "../../lib/network/control-plane-security-group";
import { ExistingAwsNetwork } from "../../lib/network/existing-aws-network";
import { type Contract, consumeElsewhere, entryOf, publish } from "../contract";
import type { StateStore } from "../state";
import { TestbedStack } from "../testbed-stack";
import { addAwsProvider } from "./provider";

type Network = Pick<
  Contract<"network">,
  | "network_id"
  | "network_cidrs"
  | "public_subnet_ids"
  | "private_subnet_ids"
  | "control_plane_security_group_id"
  | "entry_networks"
>;

/** `<name>-network`: the VPC, or the lookups of one that exists, and the entry. */
export class AwsNetworkStack extends TestbedStack {
  constructor(scope: Construct, place: PlaceOn<"aws">, state: StateStore) {
    super(scope, "network", { name: place.name, state });
    addAwsProvider(this, place);
    const { existing, from } = place.aws.network;
    const own = existing || from !== undefined ? undefined : this.ownNetwork(place);
    const network =
      from === undefined ? contractOf(own ?? this.existingNetwork(place)) : this.sharedNetwork(place.name, from);
    const entry = new AwsEntry(this, "entry", {
      name: place.name,
      networkId: network.network_id,
      subnetId: entryOf(network.public_subnet_ids, "a"),
      internet: own?.internet,
      deletionProtection: place.aws.deletionProtection,
    });
    publish(this, "network", {
      network_id: network.network_id,
      network_cidrs: network.network_cidrs,
      public_subnet_ids: network.public_subnet_ids,
      private_subnet_ids: network.private_subnet_ids,
      control_plane_security_group_id: network.control_plane_security_group_id,
      entry_networks: network.entry_networks,
      entry_interface_id: entry.interfaceId,
      entry_security_group_id: entry.securityGroupId,
      entry_public_address: entry.publicAddress,
      entry_private_address: entry.privateAddress,
    });
  }

  private ownNetwork({ name, aws }: PlaceOn<"aws">): AwsNetwork {
    const { existing, from, ...network } = aws.network;
    return new AwsNetwork(this, "network", {
      ...network,
      name,
      region: aws.region,
      deletionProtection: aws.deletionProtection,
    });
  }

  /** The network of another testbed, with a control-plane security group of our own: the clusters let in others. */
  private sharedNetwork(name: string, from: string): Network {
    const network = consumeElsewhere(this, "network", from);
    const group = new ControlPlaneSecurityGroup(this, "control-plane", { name, vpcId: network.network_id });
    return { ...network, control_plane_security_group_id: group.securityGroupId };
  }

  private existingNetwork({ name, aws }: PlaceOn<"aws">): ExistingAwsNetwork {
    const { existing } = aws.network;
    if (!existing) throw new Error("The place describes no existing network.");
    return new ExistingAwsNetwork(this, "network", { ...existing, name });
  }
}

function contractOf(network: AwsNetwork | ExistingAwsNetwork): Network {
  return {
    network_id: network.vpcId,
    network_cidrs: [...network.cidrs],
    public_subnet_ids: network.publicSubnetIds,
    private_subnet_ids: network.privateSubnetIds,
    control_plane_security_group_id: network.controlPlaneSecurityGroupId,
    entry_networks: [...network.publicCidrs],
  };
}
