import type { Way } from "../way";

/** Longest description of a rule of a security group: AWS takes 255 characters, and so does Neutron. */
const LONGEST = 255;

/** Whose ways a rule of a firewall opens, in letters that every cloud takes: reviewers read it in the plan. */
export function ruleDescription(ways: readonly Way[]): string {
  const names = [...new Set(ways.map(({ owner, target }) => `${owner}/${target}`))]
    .sort()
    .join(", ")
    .replaceAll(/[^A-Za-z0-9 ._:/()#,@[\]+=&;!*-]/g, "-");
  return names.length <= LONGEST ? names : `${names.slice(0, LONGEST - 4)} ...`;
}
