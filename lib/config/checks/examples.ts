import { contains, parseCidr } from "../cidr";
import type { PlaceDescription } from "../place";
import type { PathStep } from "../problem";
import type { Check, CheckFinding } from "./check";

/** Networks that RFC 5737 keeps for documentation. */
const DOCUMENTATION = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"].flatMap((text) => parseCidr(text) ?? []);

/** Account ids that AWS uses in its own documentation. */
const EXAMPLE_ACCOUNTS = ["123456789012", "111122223333", "444455556666"];

/** Warns of addresses and accounts that were copied from an example. */
export const checkExamples: Check = ({ place }) => [
  ...Object.entries(place.sources).flatMap(([name, networks]) =>
    networks.flatMap((text, index) =>
      example(["sources", name, index], text, text, "Write the addresses that requests really come from."),
    ),
  ),
  ...(["rancher", "existing"] as const).flatMap((target) =>
    Object.entries(place[target]?.entry ?? {}).flatMap(([key, address]) =>
      example([target, "entry", key], address, `${address}/32`, "Write the address of what stands in front."),
    ),
  ),
  ...principals(place).flatMap(({ path, arn }): CheckFinding[] => {
    const account = EXAMPLE_ACCOUNTS.find((id) => arn.includes(`::${id}:`));
    return account ? [warning(path, `${account} is an example account`, "Write a role of your own account.")] : [];
  }),
];

function example(path: PathStep[], text: string, network: string, mend: string): CheckFinding[] {
  const cidr = parseCidr(network);
  if (!cidr || !DOCUMENTATION.some((range) => contains(range, cidr))) return [];
  return [warning(path, `"${text}" is an example address`, mend)];
}

/** The IAM roles and users of a place, and where they stand. */
function principals({ aws }: PlaceDescription) {
  if (!aws) return [];
  return [
    ...aws.admins.map((arn, index) => ({ path: ["aws", "admins", index], arn })),
    ...Object.entries(aws.members).flatMap(([sandbox, roles]) =>
      (["developers", "viewers"] as const).flatMap((role) =>
        roles[role].map((arn, index) => ({ path: ["aws", "members", sandbox, role, index], arn })),
      ),
    ),
  ];
}

function warning(path: CheckFinding["path"], what: string, mend: string): CheckFinding {
  return { file: "place", severity: "warning", target: "value", path, what, mend };
}
