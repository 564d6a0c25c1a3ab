import type { DevopsDescription } from "../../devops/devops";
import type { DirectoryDescription, DirectoryServer } from "../../devops/directory";
import { standsBelow } from "../../devops/distinguished-name";
import type { CheckFinding } from "../check";
import { error, warning } from "./finding";

/** Keys that describe a directory of the testbed's own. */
const OWN_KEYS = ["organisation", "partners", "people", "passwords"] as const;

/** Keys of the directory, from the root of the file. */
export const belowDirectory = (...keys: readonly string[]) => keys.map((key) => ["devops", "directory", key]);

/** A server elsewhere is one that the tools can ask, and somebody administrates. */
export function checkServer(
  directory: DirectoryDescription,
  server: DirectoryServer,
  { jenkins }: DevopsDescription,
): CheckFinding[] {
  const path = ["directory", "server"];
  const own = OWN_KEYS.filter((key) => Object.keys(directory[key] ?? {}).length > 0);
  if (own.length > 0) {
    const what = `stands beside ${own.join(", ")}: what belongs to a directory of the testbed's own`;
    return [error(path, what, "Remove the one or the other.", { restsOn: belowDirectory(...own) })];
  }
  const findings: CheckFinding[] = [];
  if (!Object.values(directory.grants).includes("admin")) {
    const mend = "Add grants beside it with a group that administrates, as in grants: {operators: admin}.";
    const what = "has groups of its own, and none of them is granted admin";
    findings.push(error(path, what, mend, { restsOn: belowDirectory("grants") }));
  }
  for (const part of ["users", "groups"] as const) {
    if (standsBelow(server[part].base, server.base)) continue;
    const what = `"${server[part].base}" does not stand below "${server.base}", where the tools begin to search`;
    const restsOn = [["devops", ...path, "base"]];
    findings.push(error([...path, part, "base"], what, "Write a base that holds both.", { target: "value", restsOn }));
  }
  if (server.port === 389) {
    const mend = "Write 636, where LDAPS answers, or 3269 for the global catalogue of Active Directory.";
    findings.push(
      warning([...path, "port"], "389 is LDAP, and the tools speak TLS from the start", mend, { target: "value" }),
    );
  }
  const { id, member } = server.groups;
  if (member.toLowerCase() === "memberuid") {
    const mend = "Name an attribute with the distinguished names of members, such as member or uniqueMember.";
    const what = `"${member}" holds names for signing in, and the tools look for distinguished names`;
    findings.push(error([...path, "groups", "member"], what, mend, { target: "value" }));
  }
  if (jenkins && id.toLowerCase() !== "cn") {
    const what = `"${id}" is not where Jenkins looks for the name of a group: it takes cn alone`;
    const mend = "Write cn, or leave Jenkins out.";
    findings.push(error([...path, "groups", "id"], what, mend, { target: "value", restsOn: [["devops", "jenkins"]] }));
  }
  return findings;
}
