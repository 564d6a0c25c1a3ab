import { type Cidr, contains, isPrivate, overlaps, parseCidr } from "../cidr";
import { isOn } from "../place";
import type { PathStep } from "../problem";
import { type Check, type CheckFinding, type Description, placeError } from "./check";
import { placeRanges } from "./ranges";
import { rke2NodesOf } from "./rke2-nodes";

/** Networks that EKS takes for services, /24 to /12 ("serviceIpv4Cidr", Amazon EKS API reference). */
const SERVICE_NETWORKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].flatMap((text) => parseCidr(text) ?? []);

/** Pods and services have addresses of their own. What a cluster that exists has of them is its own business. */
export const checkClusterRanges: Check = (description) => {
  const { testbed, place } = description;
  const pods = parseCidr(testbed.kubernetes.podCidr);
  const services = parseCidr(testbed.kubernetes.serviceCidr);
  if (!pods || !services) return [];
  const ranges: ClusterRanges = { podCidr: pods, serviceCidr: services };
  return [
    ...(isOn(place, "existing") ? [] : [...checkAround(ranges, description), ...checkAddresses(ranges, description)]),
    ...checkApart(ranges),
    ...(isOn(place, "aws") ? checkForEks(services) : []),
    ...(isOn(place, "openstack") || isOn(place, "rancher") ? checkForRke2(ranges, description) : []),
  ];
};

type ClusterRanges = Readonly<Record<"podCidr" | "serviceCidr", Cidr>>;

const FREE_RANGE = "Write another private network there, one that nothing else uses.";

function checkAround(ranges: ClusterRanges, { place }: Description): CheckFinding[] {
  const name = isOn(place, "aws") ? "the VPC" : "the network of the place";
  return KEYS.flatMap((key) => {
    const other = placeRanges(place).find(({ cidr }) => overlaps(cidr, ranges[key]));
    if (!other) return [];
    const what = `"${ranges[key].text}" overlaps ${name} ("${other.cidr.text}")`;
    const mend = isOn(place, "aws")
      ? FREE_RANGE
      : `Choose another ${other.path.filter((step) => typeof step === "string").join(".")} in the file of the place, or another ${key} before anything is deployed.`;
    return [rangeError(key, what, mend, { restsOnFiles: [{ file: "place", path: other.path }] })];
  });
}

const KEYS = ["podCidr", "serviceCidr"] as const;

/** What nodes speak to from outside has no address of a pod or a service: they would never reach it. */
function checkAddresses(ranges: ClusterRanges, { place }: Description): CheckFinding[] {
  const found: { path: PathStep[]; address: string | undefined }[] = [
    { path: ["storage", "nfs", "server"], address: place.storage.nfs?.server },
    { path: ["rancher", "entry", "privateAddress"], address: place.rancher?.entry.privateAddress },
    ...(place.openstack?.network.nameservers ?? []).map((address, index) => ({
      path: ["openstack", "network", "nameservers", index],
      address,
    })),
  ];
  // Pods on AWS have addresses of the VPC.
  const keys = isOn(place, "aws") ? (["serviceCidr"] as const) : KEYS;
  return found.flatMap(({ path, address }) => {
    const cidr = parseCidr(`${address}/32`);
    const key = cidr && keys.find((one) => contains(ranges[one], cidr));
    if (!key) return [];
    const what = `"${address}" lies in ${key} of testbed.yaml ("${ranges[key].text}"), so nodes would look for it in the cluster`;
    const restsOnFiles = [{ file: "testbed", path: ["kubernetes", key] }];
    return [placeError(path, what, `Correct it, or choose another ${key}.`, { restsOnFiles })];
  });
}

function checkApart({ podCidr, serviceCidr }: ClusterRanges): CheckFinding[] {
  if (!overlaps(podCidr, serviceCidr)) return [];
  return [rangeError("serviceCidr", `"${serviceCidr.text}" overlaps podCidr ("${podCidr.text}")`, FREE_RANGE)];
}

function checkForEks(services: Cidr): CheckFinding[] {
  const sized = services.prefix >= 12 && services.prefix <= 24;
  if (sized && SERVICE_NETWORKS.some((range) => contains(range, services))) return [];
  const what = `"${services.text}" is no network that EKS takes for services`;
  const mend = "Choose a /12 to /24 inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.";
  return [rangeError("serviceCidr", what, mend)];
}

/** The API server takes a /12 at most for services, and RKE2 gives DNS the tenth address. Each node has a /24 for its pods. */
function checkForRke2({ podCidr, serviceCidr }: ClusterRanges, { place }: Description): CheckFinding[] {
  const findings: CheckFinding[] = [];
  for (const [key, cidr] of [["podCidr", podCidr] as const, ["serviceCidr", serviceCidr] as const]) {
    if (isPrivate(cidr.text)) continue;
    const what = `"${cidr.text}" is no private network, so what has its addresses elsewhere would be out of reach`;
    findings.push(rangeError(key, what, FREE_RANGE));
  }
  if (serviceCidr.prefix < 12 || serviceCidr.prefix > 28) {
    const what = `"${serviceCidr.text}" is a /${serviceCidr.prefix}, and Kubernetes takes /12 to /28 for services`;
    findings.push(rangeError("serviceCidr", what, "Choose a /16."));
  }
  const { path, nodes } = rke2NodesOf(place);
  const count = nodes.reduce((all, group) => all + group.count, 0);
  const room = Math.floor(2 ** (24 - podCidr.prefix));
  if (count > room) {
    const what = `"${podCidr.text}" has room for the pods of ${room} of the ${count} nodes of the place (each takes a /24)`;
    findings.push(rangeError("podCidr", what, "Choose a /16.", { restsOnFiles: [{ file: "place", path }] }));
  }
  return findings;
}

function rangeError(
  key: keyof ClusterRanges,
  what: string,
  mend: string,
  rest: Partial<CheckFinding> = {},
): CheckFinding {
  const restsOn = [["kubernetes", "podCidr"]];
  return {
    file: "testbed",
    severity: "error",
    target: "value",
    path: ["kubernetes", key],
    what,
    mend,
    restsOn,
    ...rest,
  };
}
