import { contains, isForHosts, parseCidr, rangeOf } from "../cidr";
import { isOn, type PlaceDescription } from "../place";
import type { PathStep } from "../problem";
import { type Check, type CheckFinding, checkOn, placeError } from "./check";
import { placeRanges } from "./ranges";

/** Addresses of hosts and of the entry are those of machines, each of one, and where the place says that its machines are. */
export const checkGivenHosts: Check = (description) => [
  ...checkNetworks(description.place),
  ...checkEntryAddresses(description.place),
  ...checkHosts(description),
];

/** Networks are such as machines have addresses of. */
function checkNetworks(place: PlaceDescription): CheckFinding[] {
  if (isOn(place, "aws")) return [];
  const findings = placeRanges(place).flatMap(({ path, cidr }) => {
    if (isForHosts(cidr)) return [];
    const what = `"${cidr.text}" is ${rangeOf(cidr)}, and no machine has an address of it`;
    return [placeError(path, what, "Choose a private network, such as 10.0.0.0/16.")];
  });
  const own = place.openstack && parseCidr(place.openstack.network.cidr);
  if (!own || (own.prefix >= 8 && own.prefix <= 27)) return findings;
  const what = `"${own.text}" is a /${own.prefix}, and is cut in two halves with room for machines`;
  return [...findings, placeError(["openstack", "network", "cidr"], what, "Choose a /8 to /27.")];
}

function checkEntryAddresses(place: PlaceDescription): CheckFinding[] {
  return (["rancher", "existing"] as const).flatMap((target) => {
    const entry = place[target]?.entry;
    if (!entry) return [];
    return (["publicAddress", "privateAddress"] as const).flatMap((key) =>
      checkAddress([target, "entry", key], entry[key]),
    );
  });
}

function checkAddress(path: PathStep[], address: string): CheckFinding[] {
  const cidr = parseCidr(`${address}/32`);
  if (!cidr || isForHosts(cidr)) return [];
  return [placeError(path, `"${address}" is ${rangeOf(cidr)}`, "Write the address of a machine.")];
}

const checkHosts = checkOn("rancher", ({ rancher }) => {
  const seen = new Map([[rancher.entry.privateAddress, "entry.privateAddress"]]);
  const networks = rancher.networks.flatMap((text) => parseCidr(text) ?? []);
  return Object.entries(rancher.hosts).flatMap(([name, { address }]) => {
    const path = ["rancher", "hosts", name, "address"];
    const other = seen.get(address);
    seen.set(address, `hosts.${name}`);
    if (other !== undefined) {
      return [
        placeError(path, `"${address}" is the address of ${other} too`, "Give each machine an address of its own."),
      ];
    }
    const cidr = parseCidr(`${address}/32`);
    if (!cidr || networks.length === 0 || networks.some((network) => contains(network, cidr))) return [];
    const what = `"${address}" lies outside networks (${rancher.networks.join(", ")}), which are closed to sandboxes`;
    return [
      placeError(path, what, "Correct it, or add its network to networks.", { restsOn: [["rancher", "networks"]] }),
    ];
  });
});
