import { DEFAULTS } from "../../defaults";
import { type Cidr, parseCidr } from "../cidr";
import { isOn, type PlaceDescription, type PlaceOn } from "../place";
import type { PathStep } from "../problem";

/** A network in a place file, and where it stands. */
export interface Range {
  readonly path: readonly PathStep[];
  readonly cidr: Cidr;
}

/** Where the network of a place on AWS is described. */
export const NETWORK = ["aws", "network"] as const;

/** The IPv4 networks around the cluster of a place: none where another testbed owns them. */
export function placeRanges(place: PlaceDescription): Range[] {
  if (isOn(place, "aws")) return vpcRanges(place);
  if (isOn(place, "openstack")) return range(["openstack", "network", "cidr"], place.openstack.network.cidr);
  return (["rancher", "existing"] as const).flatMap((target) =>
    (place[target]?.networks ?? []).flatMap((text, index) => range([target, "networks", index], text)),
  );
}

/** The IPv4 networks of the VPC: none where another testbed owns it. */
export function vpcRanges({ aws: { network } }: PlaceOn<"aws">): Range[] {
  if (network.from !== undefined) return [];
  if (network.existing) {
    return network.existing.cidrs.flatMap((text, index) => range([...NETWORK, "existing", "cidrs", index], text));
  }
  return [
    ...range([...NETWORK, "cidr"], network.cidr ?? DEFAULTS.vpcCidr),
    ...(network.additionalCidrs ?? []).flatMap((text, index) => range([...NETWORK, "additionalCidrs", index], text)),
  ];
}

/** The IPv4 networks of the subnets that a place describes; those of the default zones are cut out of the VPC. */
export function subnetRanges({ aws: { network } }: PlaceOn<"aws">): Range[] {
  return Object.entries(network.zones ?? {}).flatMap(([slot, zone]) =>
    (["public", "private"] as const).flatMap((kind) => range([...NETWORK, "zones", slot, kind], zone[kind])),
  );
}

function range(path: PathStep[], text: string): Range[] {
  const cidr = parseCidr(text);
  return cidr ? [{ path, cidr }] : [];
}
