import { contains, isForHosts, isPrivate, parseCidr, rangeOf } from "../cidr";
import { isOn, type PlaceDescription } from "../place";
import type { PathStep } from "../problem";
import { type Check, type CheckFinding, checkOn, placeError } from "./check";
import { placeRanges } from "./ranges";

/** Addresses of hosts and of the entry are those of machines, each of one, and where the place says that its machines are. */
export const checkGivenHosts: Check = (description) => [
  ...checkNetworks(description.place),
  ...checkOwnNetwork(description),
  ...checkAddresses(description.place),
  ...checkHosts(description),
];

/** Networks are such as machines have addresses of. */
function checkNetworks(place: PlaceDescription): CheckFinding[] {
  if (isOn(place, "aws")) return [];
  return placeRanges(place).flatMap(({ path, cidr }) => {
    if (isForHosts(cidr)) return [];
    const what = `"${cidr.text}" is ${rangeOf(cidr)}, and no machine has an address of it`;
    return [placeError(path, what, PRIVATE)];
  });
}

const PRIVATE = "Choose a private network, such as 10.0.0.0/16.";

/** Addresses of a subnet that servers do not get: of the network itself, the router, two servers of DHCP, and broadcast. */
const TAKEN = 5;

/** A network that is made here is private, and its halves have room for the machines. */
const checkOwnNetwork = checkOn("openstack", ({ openstack }) => {
  const path = ["openstack", "network", "cidr"];
  const own = parseCidr(openstack.network.cidr);
  if (!own || !isForHosts(own)) return [];
  if (!isPrivate(own.text)) {
    const what = `"${own.text}" is no private network, so what has its addresses elsewhere would be out of reach`;
    return [placeError(path, what, PRIVATE)];
  }
  if (own.prefix < 8 || own.prefix > 27) {
    const what = `"${own.text}" is a /${own.prefix}, and is cut in two halves with room for machines`;
    return [placeError(path, what, "Choose a /8 to /27.")];
  }
  const servers = Object.values(openstack.nodes).reduce((all, { count }) => all + count, 0);
  const room = 2 ** (31 - own.prefix) - TAKEN;
  if (servers <= room) return [];
  const what = `"${own.text}" has room for ${room} nodes in its private half, and nodes describes ${servers}`;
  return [placeError(path, what, "Choose a larger network.", { restsOn: [["openstack", "nodes"]] })];
});

function checkAddresses({ openstack, rancher, existing }: PlaceDescription): CheckFinding[] {
  const entries = Object.entries({ rancher: rancher?.entry, existing: existing?.entry }).flatMap(([target, entry]) =>
    Object.entries(entry ?? {}).map(([key, address]) => ({ path: [target, "entry", key], address })),
  );
  const nameservers = (openstack?.network.nameservers ?? []).map((address, index) => ({
    path: ["openstack", "network", "nameservers", index],
    address,
  }));
  return [...entries, ...nameservers].flatMap(({ path, address }) => checkAddress(path, address));
}

function checkAddress(path: PathStep[], address: string): CheckFinding[] {
  const cidr = parseCidr(`${address}/32`);
  if (!cidr || isForHosts(cidr)) return [];
  return [placeError(path, `"${address}" is ${rangeOf(cidr)}`, "Write the address of a machine.")];
}

const checkHosts = checkOn("rancher", ({ rancher }) => {
  const { publicAddress, privateAddress } = rancher.entry;
  const seen = new Map([
    [publicAddress, "entry.publicAddress"],
    [privateAddress, "entry.privateAddress"],
  ]);
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
    if (!cidr) return [];
    const network = networks.find((one) => contains(one, cidr));
    if (network) {
      if (network.prefix > 30 || (cidr.first !== network.first && cidr.first !== network.last)) return [];
      const what = `"${address}" is the ${cidr.first === network.first ? "first" : "last"} address of ${network.text}, which no machine has`;
      return [placeError(path, what, "Write the address of the host.", { restsOn: [["rancher", "networks"]] })];
    }
    const what = `"${address}" lies outside networks (${rancher.networks.join(", ")}), which are closed to sandboxes`;
    return [
      placeError(path, what, "Correct it, or add its network to networks.", { restsOn: [["rancher", "networks"]] }),
    ];
  });
});
