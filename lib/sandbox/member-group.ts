/** The group of those who have a role in a sandbox; the log-in of a target puts people into it. */
export function memberGroup(sandbox: string, role: "developers" | "viewers"): string {
  return `testbed-${sandbox}-${role}`;
}
