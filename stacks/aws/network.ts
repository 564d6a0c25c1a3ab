import { Fn } from "cdktf";
import type { Construct } from "constructs";
import type { AwsNetworkDescription } from "../../lib/config/aws-network";
import type { PlaceDescription } from "../../lib/config/place";
import { AwsEntry } from "../../lib/network/aws-entry";
import { AwsNetwork } from "../../lib/network/aws-network";
import { ControlPlaneSecurityGroup } from "../../lib/network/control-plane-security-group";
import { type Contract, consumeElsewhere, publish } from "../contract";
import type { StateStore } from "../state";
import { TestbedStack } from "../testbed-stack";
import { addAwsProvider } from "./provider";

type Network = Pick<
  Contract<"network">,
  "network_id" | "network_cidrs" | "public_subnet_ids" | "private_subnet_ids" | "control_plane_security_group_id"
>;

/** `<name>-network`: the VPC, or the lookups of one that exists, and the entry. */
export class AwsNetworkStack extends TestbedStack {
  constructor(scope: Construct, place: PlaceDescription, state: StateStore) {
    super(scope, "network", { name: place.name, state });
    addAwsProvider(this, place);
    const { existing, from } = place.aws.network;
    const own = existing || from !== undefined ? undefined : this.ownNetwork(place);
    const network = own
      ? contractOf(own)
      : existing
        ? this.existingNetwork(place.name, existing)
        : consumeElsewhere(this, "network", String(from));
    const entry = new AwsEntry(this, "entry", {
      name: place.name,
      subnetId: Fn.element(Fn.values(network.public_subnet_ids), 0),
      internet: own?.internet,
    });
    publish(this, "network", {
      network_id: network.network_id,
      network_cidrs: network.network_cidrs,
      public_subnet_ids: network.public_subnet_ids,
      private_subnet_ids: network.private_subnet_ids,
      control_plane_security_group_id: network.control_plane_security_group_id,
      entry_interface_id: entry.interfaceId,
      entry_public_address: entry.publicAddress,
      entry_private_address: entry.privateAddress,
    });
  }

  private ownNetwork({ name, aws }: PlaceDescription): AwsNetwork {
    const { cidr, additionalCidrs, zones, natGateways, flowLogs } = aws.network;
    return new AwsNetwork(this, "network", {
      name,
      region: aws.region,
      cidr,
      additionalCidrs,
      zones,
      natGateways,
      flowLogs,
    });
  }

  private existingNetwork(name: string, existing: NonNullable<AwsNetworkDescription["existing"]>): Network {
    const subnets = (kind: "public" | "private") =>
      Object.fromEntries(Object.entries(existing.zones).map(([slot, zone]) => [slot, zone[kind]]));
    const group =
      existing.controlPlaneSecurityGroupId ??
      new ControlPlaneSecurityGroup(this, "control-plane", { name, vpcId: existing.vpcId }).securityGroupId;
    return {
      network_id: existing.vpcId,
      network_cidrs: existing.cidrs,
      public_subnet_ids: subnets("public"),
      private_subnet_ids: subnets("private"),
      control_plane_security_group_id: group,
    };
  }
}

function contractOf(network: AwsNetwork): Network {
  return {
    network_id: network.vpcId,
    network_cidrs: [...network.cidrs],
    public_subnet_ids: network.publicSubnetIds,
    private_subnet_ids: network.privateSubnetIds,
    control_plane_security_group_id: network.controlPlaneSecurityGroupId,
  };
}
