import { type Check, placeError } from "./check";

/** Nodes trust what the public trusts: with another authority they pull no image from a registry in the cluster (INF-35). */
export const checkCertificates: Check = ({ place }) => {
  const { certificates, domain, hosts, registry } = place;
  const host = registry?.address.split(/[:/]/)[0] ?? "";
  const isHere = hosts.includes(host) || (domain !== undefined && `.${host}`.endsWith(`.${domain}`));
  if (certificates === "letsencrypt" || !isHere) return [];
  const what = `"${host}" is a host of the testbed, and the nodes do not trust certificates of the source ${certificates}`;
  const mend = "Choose certificates: letsencrypt, or name a registry elsewhere that the nodes trust.";
  return [placeError(["registry", "address"], what, mend, { restsOn: [["domain"], ["hosts"], ["certificates"]] })];
};
