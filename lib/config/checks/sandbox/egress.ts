import { isForHosts, overlaps, parseCidr, rangeOf } from "../../cidr";
import { clusterNetworks } from "../../cluster-networks";
import type { Finding } from "../../explain";
import { EVERYWHERE } from "../../place";
import type { PathStep } from "../../problem";
import type { Description } from "../check";
import { placeRanges } from "../ranges";
import { exactlyOne, finding, type SandboxCheck } from "./sandbox-check";

/** Each way out leads to one thing, and none of them into the testbed itself (INF-29, INF-32). */
export const checkEgress: SandboxCheck = ({ egress }, { around }) =>
  egress.flatMap((way, index) => {
    const path = ["egress", index];
    const findings = exactlyOne(way, path, ["host", "network", "internet"]);
    if (way.port === undefined && (way.host ?? way.network) !== undefined) {
      findings.push(finding([...path, "port"], "is missing", "Name the port there: 443 for HTTPS, 22 for SFTP."));
    }
    if (way.network !== undefined) findings.push(...checkNetwork(way.network, [...path, "network"], around));
    return findings;
  });

function checkNetwork(text: string, path: PathStep[], around: Description | undefined): Finding[] {
  const network = parseCidr(text);
  if (!network) return [];
  if (text === EVERYWHERE) return [finding(path, "is the whole internet", "Write internet: true instead.")];
  const inside = closedRanges(around).find(({ cidr }) => overlaps(cidr, network));
  if (inside) {
    const what = `"${text}" meets ${inside.of} (${inside.cidr.text}), which no sandbox reaches by address`;
    return [finding(path, what, "Name a network outside the testbed.", { restsOnFiles: inside.restsOnFiles })];
  }
  return isForHosts(network)
    ? []
    : [finding(path, `"${text}" is ${rangeOf(network)}`, "Name a network that hosts have addresses of.")];
}

const KUBERNETES = [{ file: "testbed", path: ["kubernetes"] }];

/** Networks that are closed to every pod, whatever is declared. */
function closedRanges(around: Description | undefined) {
  const ranges = [
    { of: "the metadata of machines", text: "169.254.0.0/16", restsOnFiles: [] },
    ...(around
      ? [
          { of: "the pods", text: clusterNetworks(around).pods, restsOnFiles: KUBERNETES },
          { of: "the services", text: clusterNetworks(around).services, restsOnFiles: KUBERNETES },
          {
            of: "the server of shared volumes",
            text: `${around.place.storage.nfs?.server}/32`,
            restsOnFiles: [{ file: "place", path: ["storage"] }],
          },
          ...placeRanges(around.place).map(({ cidr, path }) => ({
            of: "the network of the testbed",
            text: cidr.text,
            restsOnFiles: [{ file: "place", path }],
          })),
        ]
      : []),
  ];
  return ranges.flatMap(({ text, ...range }) => {
    const cidr = parseCidr(text);
    return cidr ? [{ ...range, cidr }] : [];
  });
}
