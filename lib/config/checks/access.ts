import { suggest } from "../../suggest";
import { isForHosts, isPrivate, parseCidr, rangeOf } from "../cidr";
import { ANYWHERE } from "../place";
import type { PathStep } from "../problem";
import { type Check, type CheckFinding, placeError, repeated } from "./check";

/** EKS takes this many networks for its public endpoint (AWS service quotas, "Public endpoint access CIDR ranges"). */
const MOST_API_NETWORKS = 40;

/** A security group takes this many rules (Amazon VPC quotas, "Inbound or outbound rules per security group"). */
const MOST_GROUP_RULES = 60;

/** Who may reach the API and who administers it are named, and what is named exists. */
export const checkAccess: Check = ({ place }) => [
  ...checkSources(place),
  ...checkApiAccess(place),
  ...checkAdmins(place),
];

type Place = Parameters<Check>[0]["place"];

/** The shortest prefix of a list of public addresses: a shorter one is much of the internet. */
const SHORTEST_PUBLIC_PREFIX = 8;

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
    ...networks.flatMap((text, index) => checkSource(["sources", name, index], text)),
  ]);
}

function checkSource(path: PathStep[], text: string): CheckFinding[] {
  const cidr = parseCidr(text);
  if (!cidr) return [];
  if (cidr.prefix < SHORTEST_PUBLIC_PREFIX) {
    const what = `"${text}" is ${cidr.prefix === 0 ? "the whole" : "much of the"} internet`;
    return [placeError(path, what, `Name ${ANYWHERE} where you mean that, and remove it here.`)];
  }
  if (isForHosts(cidr)) return [];
  return [
    placeError(
      path,
      `"${text}" is ${rangeOf(cidr)}, and no request comes from there`,
      "Write the addresses that requests really come from.",
    ),
  ];
}

function checkApiAccess(place: Place): CheckFinding[] {
  const { apiAccess } = place.aws;
  const findings = repeated(apiAccess.map((name, index) => ({ path: ["aws", "apiAccess", index], text: name })));
  const known = [...Object.keys(place.sources), ANYWHERE];
  const networks: string[] = [];
  for (const [index, name] of apiAccess.entries()) {
    const path = ["aws", "apiAccess", index];
    if (name === ANYWHERE && apiAccess.length > 1) {
      findings.push(placeError(path, `${ANYWHERE} stands beside other names`, "Keep it alone, or remove it."));
    }
    if (!known.includes(name)) {
      const what = `there is no list "${name}" under sources`;
      findings.push(placeError(path, what, suggest(name, known, "lists"), { restsOn: [["sources", name]] }));
    }
    if (Object.hasOwn(place.sources, name)) networks.push(...(place.sources[name] ?? []));
  }
  const most = { public: MOST_API_NETWORKS, private: MOST_GROUP_RULES };
  for (const kind of ["public", "private"] as const) {
    const count = new Set(networks.filter((text) => isPrivate(text) === (kind === "private"))).size;
    if (count <= most[kind]) continue;
    const what = `names ${count} ${kind} networks, and AWS takes ${most[kind]}`;
    findings.push(placeError(["aws", "apiAccess"], what, "Join networks, or name fewer lists."));
  }
  return findings;
}

function checkAdmins(place: Place): CheckFinding[] {
  const admins = place.aws.admins.map((arn, index) => ({ path: ["aws", "admins", index], text: arn }));
  const sessions = admins.flatMap(({ path, text: arn }) => {
    const session = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)/.exec(arn);
    if (!session) return [];
    const [, partition, account, role] = session;
    return [
      placeError(
        path,
        `"${arn}" is a session of a role, and is gone when the session ends`,
        `Write the role: arn:${partition}:iam::${account}:role/${role}, with its path where it has one.`,
      ),
    ];
  });
  return [...sessions, ...repeated(admins)];
}
