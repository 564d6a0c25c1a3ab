import { suggest } from "../../suggest";
import { type NamedSources, namedSources } from "../api-access";
import { isForHosts, isPrivate, parseCidr, rangeOf } from "../cidr";
import { ANYWHERE } from "../place";
import type { PathStep } from "../problem";
import { type Check, type CheckFinding, checkOn, placeError, repeated } from "./check";

/** EKS takes this many networks for its public endpoint (AWS service quotas, "Public endpoint access CIDR ranges"). */
const MOST_API_NETWORKS = 40;

/** A security group takes this many rules (Amazon VPC quotas, "Inbound or outbound rules per security group"). */
const MOST_GROUP_RULES = 60;

/** Who may reach the API and who administers it are named, and what is named exists. */
export const checkAccess: Check = (description) => [
  ...checkSources(description.place),
  ...namedSources(description.place).flatMap((named) => checkNamed(named, description.place)),
  ...checkApiNetworks(description),
  ...checkAdmins(description),
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

/** The names of lists stand once, and there are such lists. */
function checkNamed({ path, names }: NamedSources, { sources }: Place): CheckFinding[] {
  const known = [...Object.keys(sources), ANYWHERE];
  return [
    ...repeated(names.map((name, index) => ({ path: [...path, index], text: name }))),
    ...names.flatMap((name, index) => {
      const findings: CheckFinding[] = [];
      if (name === ANYWHERE && names.length > 1) {
        const what = `${ANYWHERE} stands beside other names`;
        findings.push(placeError([...path, index], what, "Keep it alone, or remove it."));
      }
      if (!known.includes(name)) {
        const what = `there is no list "${name}" under sources`;
        const restsOn = [["sources", name]];
        findings.push(placeError([...path, index], what, suggest(name, known, "lists"), { restsOn }));
      }
      return findings;
    }),
  ];
}

/** AWS takes so many networks for an endpoint, and no more. */
const checkApiNetworks = checkOn("aws", ({ aws, sources }) => {
  const networks = new Set(
    aws.apiAccess.flatMap((name) => (Object.hasOwn(sources, name) ? (sources[name] ?? []) : [])),
  );
  const most = { public: MOST_API_NETWORKS, private: MOST_GROUP_RULES };
  return (["public", "private"] as const).flatMap((kind) => {
    const count = [...networks].filter((text) => isPrivate(text) === (kind === "private")).length;
    if (count <= most[kind]) return [];
    const what = `names ${count} ${kind} networks, and AWS takes ${most[kind]}`;
    return [placeError(["aws", "apiAccess"], what, "Join networks, or name fewer lists.")];
  });
});

const checkAdmins = checkOn("aws", (place) => {
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
});
