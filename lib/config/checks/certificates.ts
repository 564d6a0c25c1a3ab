import { type Check, placeError } from "./check";

/** Nodes trust what the public trusts: with another authority they pull no image from a registry in the cluster (INF-35). */
export const checkCertificates: Check = ({ place }) => {
  const { certificates, domain, registry } = place;
  const host = registry?.address.split(/[:/]/)[0] ?? "";
  if (certificates === "letsencrypt" || domain === undefined || !host.endsWith(`.${domain}`)) return [];
  const what = `"${host}" lies below the domain, and the nodes do not trust certificates of the source ${certificates}`;
  const mend = "Choose certificates: letsencrypt, or name a registry elsewhere that the nodes trust.";
  return [placeError(["registry", "address"], what, mend, { restsOn: [["domain"], ["certificates"]] })];
};
