import { contains, isForHosts, overlaps, rangeOf } from "../cidr";
import type { PathStep } from "../problem";
import { type CheckFinding, checkOn, placeError } from "./check";
import { NETWORK, type Range, subnetRanges, vpcRanges } from "./ranges";

/** A new VPC, its zones and its subnets fit together. */
export const checkNetwork = checkOn("aws", (place) => {
  const { network } = place.aws;
  if (network.existing || network.from !== undefined) return [];
  const vpc = vpcRanges(place);
  const subnets = subnetRanges(place);
  return [
    ...checkSlots([...NETWORK, "zones"], network.zones),
    ...checkRoomForZones(vpc, network.zones),
    ...vpc.flatMap(checkKind),
    ...[...vpc, ...subnets].flatMap(checkSize),
    ...checkApart(vpc),
    ...checkApart(subnets),
    ...subnets.flatMap((subnet) => checkInside(subnet, vpc)),
  ];
});

/**
 * EKS wants subnets in two zones or more ("Subnet requirements for clusters", Amazon EKS user guide). The slots have no gap,
 * so that a zone which comes later comes behind those that are there.
 */
export function checkSlots(path: PathStep[], zones: Readonly<Record<string, unknown>> | undefined): CheckFinding[] {
  const slots = Object.keys(zones ?? { a: {}, b: {} }).sort();
  if (slots.length < 2) {
    const what = `has ${slots.length === 0 ? "no zone" : "one zone"}, and EKS wants two or more`;
    return [placeError(path, what, "Add a zone with its two subnets.", { target: "key" })];
  }
  if ("abcdef".startsWith(slots.join(""))) return [];
  const what = `has the zones ${slots.join(", ")}, which leave a gap`;
  return [placeError(path, what, "Name zones in order: a, b, c, ...", { target: "key", restsOn: [path] })];
}

/** The default zones are a quarter of the VPC each, and AWS makes no subnet smaller than /28. */
function checkRoomForZones(vpc: readonly Range[], zones: unknown): CheckFinding[] {
  const [main] = vpc;
  if (zones !== undefined || main === undefined || main.cidr.prefix <= 26 || main.cidr.prefix > 28) return [];
  const what = `"${main.cidr.text}" is too small to be cut in four subnets`;
  return [placeError(main.path, what, "Choose a /26 or larger.")];
}

function checkKind({ path, cidr }: Range): CheckFinding[] {
  if (isForHosts(cidr)) return [];
  const what = `"${cidr.text}" is ${rangeOf(cidr)}, and no VPC takes it`;
  return [placeError(path, what, "Choose a private network, such as 10.0.0.0/16.")];
}

function checkSize({ path, cidr }: Range): CheckFinding[] {
  if (cidr.prefix >= 16 && cidr.prefix <= 28) return [];
  const what = `"${cidr.text}" is a /${cidr.prefix}, and AWS takes /16 to /28`;
  return [placeError(path, what, "Choose a network of such a size.")];
}

function checkApart(ranges: readonly Range[]): CheckFinding[] {
  return ranges.flatMap(({ path, cidr }, index) => {
    const other = ranges.slice(0, index).find((earlier) => overlaps(earlier.cidr, cidr));
    if (!other) return [];
    const what = `"${cidr.text}" overlaps "${other.cidr.text}" of ${other.path.slice(2).join(".")}`;
    return [placeError(path, what, "Give each network addresses of its own.", { restsOn: [other.path] })];
  });
}

function checkInside({ path, cidr }: Range, vpc: readonly Range[]): CheckFinding[] {
  if (vpc.some((range) => contains(range.cidr, cidr))) return [];
  const what = `"${cidr.text}" lies outside the VPC (${vpc.map((range) => range.cidr.text).join(", ")})`;
  const mend = "Choose a part of the VPC, or add its network to additionalCidrs.";
  return [placeError(path, what, mend, { restsOn: vpc.map((range) => range.path) })];
}
