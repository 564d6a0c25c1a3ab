import { isPrivate } from "../cidr";
import type { PlaceDescription } from "../place";
import { type Check, type CheckFinding, placeError } from "./check";

/** Certificates come from somebody who can sign them, and whom the nodes trust. */
export const checkCertificates: Check = ({ place }) => [...checkRegistry(place), ...checkReach(place)];

/** Nodes trust what the public trusts: with another authority they pull no image from a registry in the cluster (INF-35). */
function checkRegistry(place: PlaceDescription): CheckFinding[] {
  const { certificates, domain, hosts, registry } = place;
  const host = registry?.address.split(/[:/]/)[0] ?? "";
  const isHere = hosts.includes(host) || (domain !== undefined && `.${host}`.endsWith(`.${domain}`));
  if (certificates === "letsencrypt" || !isHere) return [];
  const what = `"${host}" is a host of the testbed, and the nodes do not trust certificates of the source ${certificates}`;
  const mend = "Choose certificates: letsencrypt, or name a registry elsewhere that the nodes trust.";
  return [placeError(["registry", "address"], what, mend, { restsOn: [["domain"], ["hosts"], ["certificates"]] })];
}

/** Let's Encrypt looks at each host itself, by the address that its record leads to: nothing shows it there by DNS. */
function checkReach({ certificates, domain, hosts, rancher, existing }: PlaceDescription): CheckFinding[] {
  if (!certificates.startsWith("letsencrypt") || (domain === undefined && hosts.length === 0)) return [];
  return Object.entries({ rancher: rancher?.entry, existing: existing?.entry }).flatMap(([target, entry]) => {
    if (entry === undefined || !isPrivate(`${entry.publicAddress}/32`)) return [];
    const what = `"${entry.publicAddress}" is a private address, at which Let's Encrypt cannot look at the hosts`;
    const mend = "Write the address by which the internet comes in, or choose certificates: private or self-signed.";
    const path = [target, "entry", "publicAddress"];
    return [placeError(path, what, mend, { severity: "warning", restsOn: [["certificates"]] })];
  });
}
