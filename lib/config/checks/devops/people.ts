import type { DevopsDescription } from "../../devops/devops";
import type { DirectoryDescription } from "../../devops/directory";
import { ADMINS_GROUP, GUESTS_GROUP } from "../../devops/groups";
import { pilotsOf } from "../../devops/pilots";
import type { CheckFinding, Description } from "../check";
import { belowDirectory } from "./directory-server";
import { error, repeated, unknown, warning } from "./finding";

/** People of a new directory have names and addresses of their own, groups that are there, and one of them administrates. */
export function checkPeople(
  { people, partners, grants }: DirectoryDescription,
  devops: DevopsDescription,
  { sandboxes }: Description,
): CheckFinding[] {
  const known = [
    ADMINS_GROUP,
    GUESTS_GROUP,
    ...pilotsOf(sandboxes).keys(),
    ...devops.groups,
    ...Object.keys(partners),
    ...Object.keys(grants),
  ];
  const mails = new Map<string, string>();
  const everybody = Object.entries(people).flatMap(([uid, { mail, groups }]) => {
    const path = ["directory", "people", uid];
    const twin = mails.get(mail.toLowerCase());
    mails.set(mail.toLowerCase(), uid);
    const findings: CheckFinding[] = [];
    if (devops.nexus && NEXUS_NAMES.test(uid)) {
      findings.push(error(path, `"${uid}" is an account that Nexus has itself`, "Choose another name for signing in."));
    }
    if (twin !== undefined) {
      const mend = "Give each an address of their own.";
      findings.push(error([...path, "mail"], `"${mail}" is the address of ${twin} too`, mend, { target: "value" }));
    }
    if (groups.length === 0) {
      const restsOn = [["devops", ...path, "groups"]];
      const mend = `Add groups: [${GUESTS_GROUP}], or another group.`;
      findings.push(warning(path, "is in no group, and may do nothing", mend, { restsOn }));
    }
    return [
      ...findings,
      ...repeated(groups, [...path, "groups"]),
      ...groups.flatMap((group, index) =>
        unknown(group, known, [...path, "groups", index], "groups", belowDirectory("partners", "grants")),
      ),
    ];
  });
  return [...checkAdministrators(people, grants), ...everybody];
}

/** Somebody has to begin: only who administrates can put in others, or give rights in Jenkins. */
function checkAdministrators(
  people: DirectoryDescription["people"],
  grants: DirectoryDescription["grants"],
): CheckFinding[] {
  const administrate = [ADMINS_GROUP, ...Object.keys(grants).filter((name) => grants[name] === "admin")];
  if (Object.values(people).some(({ groups }) => groups.some((group) => administrate.includes(group)))) return [];
  const mend = `Add people: {<name>: {name: ..., mail: ..., groups: [${ADMINS_GROUP}]}}, or put somebody in by hand.`;
  const restsOn = belowDirectory("people", "grants");
  return [warning(["directory"], "begins with nobody who administrates it and the tools", mend, { restsOn })];
}

/** Names for signing in that Nexus keeps: its administrator, whoever has not signed in, and the accounts of machines. */
const NEXUS_NAMES = /^(admin|anonymous)$|^(build|pull)-/;
