import { type Cidr, contains, overlaps, parseCidr } from "../cidr";
import { isOn } from "../place";
import type { Check, CheckFinding } from "./check";
import { placeRanges } from "./ranges";

/** Networks that EKS takes for services, /24 to /12 ("serviceIpv4Cidr", Amazon EKS API reference). */
const SERVICE_NETWORKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].flatMap((text) => parseCidr(text) ?? []);

/** Pods and services have addresses of their own. */
export const checkClusterRanges: Check = ({ testbed, place }) => {
  const pods = parseCidr(testbed.kubernetes.podCidr);
  const services = parseCidr(testbed.kubernetes.serviceCidr);
  if (!pods || !services) return [];
  const around = placeRanges(place).map(({ cidr }) => cidr);
  const name = isOn(place, "aws") ? "the VPC" : "the network of the place";
  const findings = [...outside(name, "podCidr", pods, around), ...outside(name, "serviceCidr", services, around)];
  if (overlaps(pods, services)) {
    findings.push(rangeError("serviceCidr", `"${services.text}" overlaps podCidr ("${pods.text}")`, FREE_RANGE));
  }
  const sized = services.prefix >= 12 && services.prefix <= 24;
  if (isOn(place, "aws") && (!sized || !SERVICE_NETWORKS.some((range) => contains(range, services)))) {
    const what = `"${services.text}" is no network that EKS takes for services`;
    const mend = "Choose a /12 to /24 inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.";
    findings.push(rangeError("serviceCidr", what, mend));
  }
  return findings;
};

const FREE_RANGE = "Write another private network there, one that nothing else uses.";

function outside(name: string, key: string, range: Cidr, others: readonly Cidr[]): CheckFinding[] {
  const other = others.find((cidr) => overlaps(cidr, range));
  return other ? [rangeError(key, `"${range.text}" overlaps ${name} ("${other.text}")`, FREE_RANGE)] : [];
}

function rangeError(key: string, what: string, mend: string): CheckFinding {
  const restsOn = [["kubernetes", "podCidr"]];
  return { file: "testbed", severity: "error", target: "value", path: ["kubernetes", key], what, mend, restsOn };
}
