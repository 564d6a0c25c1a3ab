import { parseCidr, rangeOf } from "../cidr";
import { suggest } from "../explain";
import { ANYWHERE } from "../place";
import { type Check, type CheckFinding, placeError } from "./check";

/** EKS takes this many networks for its public endpoint (AWS service quotas, "Public endpoint access CIDR ranges"). */
const MOST_API_NETWORKS = 40;

/** Who may reach the API and who administers it are named, and what is named exists. */
export const checkAccess: Check = ({ place }) => [
  ...checkSources(place),
  ...checkApiAccess(place),
  ...checkAdmins(place),
];

type Place = Parameters<Check>[0]["place"];

function checkSources(place: Place): CheckFinding[] {
  return Object.entries(place.sources).flatMap(([name, networks]) => [
    ...(name === ANYWHERE
      ? [
          placeError(
            ["sources", name],
            `${ANYWHERE} is the name for all addresses`,
            "Choose another name for this list.",
            { target: "key" },
          ),
        ]
      : []),
    ...networks.flatMap((text, index) =>
      parseCidr(text)?.prefix === 0
        ? [
            placeError(
              ["sources", name, index],
              `"${text}" is the whole internet`,
              `Name ${ANYWHERE} where you mean that, and remove it here.`,
            ),
          ]
        : [],
    ),
  ]);
}

function checkApiAccess(place: Place): CheckFinding[] {
  const findings: CheckFinding[] = [];
  const { apiAccess } = place.aws;
  const known = [...Object.keys(place.sources), ANYWHERE];
  let count = 0;
  for (const [index, name] of apiAccess.entries()) {
    const path = ["aws", "apiAccess", index];
    const networks = place.sources[name];
    if (name === ANYWHERE) {
      if (apiAccess.length > 1)
        findings.push(placeError(path, `${ANYWHERE} stands beside other names`, "Keep it alone, or remove it."));
    } else if (!networks) {
      findings.push(placeError(path, `there is no list "${name}" under sources`, suggest(name, known, "lists")));
    } else {
      count += networks.length;
      for (const text of networks) {
        const cidr = parseCidr(text);
        const range = cidr && rangeOf(cidr);
        if (range && range !== "unicast" && range !== "reserved" && cidr.prefix > 0) {
          const what = `list "${name}" has "${text}", which no request from the internet comes from`;
          findings.push(
            placeError(
              path,
              what,
              "Use public addresses here; private ones reach the private endpoint without being named.",
            ),
          );
        }
      }
    }
  }
  if (count > MOST_API_NETWORKS) {
    const what = `names ${count} networks, and EKS takes ${MOST_API_NETWORKS}`;
    findings.push(placeError(["aws", "apiAccess"], what, "Join networks, or name fewer lists."));
  }
  return findings;
}

function checkAdmins(place: Place): CheckFinding[] {
  return place.aws.admins.flatMap((arn, index) => {
    const path = ["aws", "admins", index];
    const session = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)/.exec(arn);
    if (session) {
      const [, partition, account, role] = session;
      return [
        placeError(
          path,
          `"${arn}" is a session of a role, and is gone when the session ends`,
          `Write the role: arn:${partition}:iam::${account}:role/${role}, with its path where it has one.`,
        ),
      ];
    }
    return place.aws.admins.indexOf(arn) < index
      ? [placeError(path, `"${arn}" stands here a second time`, "Remove one of them.")]
      : [];
  });
}
