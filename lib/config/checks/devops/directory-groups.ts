import type { DevopsDescription } from "../../devops/devops";
import type { DirectoryDescription } from "../../devops/directory";
import { groupName } from "../../devops/group-name";
import { ADMINS_GROUP, GUESTS_GROUP } from "../../devops/groups";
import { pilotsOf } from "../../devops/pilots";
import type { CheckFinding, Description } from "../check";
import { error, repeated, unknown } from "./finding";
import { ANOTHER_NAME, meaningOf } from "./group-meanings";

/** Each group has one meaning: those of the testbed, of pilots, of code, of partners, and those that grants add. */
export function checkGroupNames(
  { partners, grants }: DirectoryDescription,
  devops: DevopsDescription,
  { sandboxes }: Description,
): CheckFinding[] {
  const taken = new Map<string, string>([
    ...[...pilotsOf(sandboxes).keys()].map((name): [string, string] => [name, "the group of a pilot"]),
    ...devops.groups.map((name): [string, string] => [name, "a group of code"]),
    [ADMINS_GROUP, "the group of administrators"],
    [GUESTS_GROUP, "the group of guests"],
  ]);
  const check = (key: "partners" | "grants", names: readonly string[], kind: string) =>
    names.flatMap((name) => {
      const other = taken.get(name);
      taken.set(name, kind);
      return other === undefined
        ? []
        : [error(["directory", key, name], `"${name}" is ${other} already`, "Choose another name.")];
    });
  return [
    ...check("partners", Object.keys(partners), "the group of a partner"),
    ...check("grants", Object.keys(grants), "a group of grants"),
    ...Object.keys(grants).flatMap((name) => {
      const issue = groupName().safeParse(name).error?.issues[0];
      if (issue === undefined) return [];
      const [what = "", mend = ""] = issue.message.split("\n");
      return [error(["directory", "grants", name], what, mend)];
    }),
    ...Object.keys(partners).flatMap((name) => {
      const meaning = meaningOf(name);
      return meaning === undefined
        ? []
        : [error(["directory", "partners", name], `"${name}" ${meaning}`, ANOTHER_NAME)];
    }),
  ];
}

/** Groups that are granted something: no tool may take them for something else, in a server elsewhere either. */
export function checkGrants({ grants }: DirectoryDescription): CheckFinding[] {
  return Object.keys(grants).flatMap((name) => {
    const meaning = meaningOf(name);
    return meaning === undefined
      ? []
      : [error(["directory", "grants", name], `"${name}" ${meaning}`, "Choose another group.")];
  });
}

/** Pilots and groups of code that somebody develops: another place may have them, so a name that is unknown here is a doubt. */
export function checkGranted(
  { partners, grants }: DirectoryDescription,
  devops: DevopsDescription,
  { sandboxes }: Description,
): CheckFinding[] {
  const known = [...pilotsOf(sandboxes).keys(), ...devops.groups];
  const listed = [
    ...Object.entries(partners).map(([name, { pilots }]) => ({
      path: ["directory", "partners", name, "pilots"],
      names: pilots,
    })),
    ...Object.entries(grants).map(([name, grant]) => ({
      path: ["directory", "grants", name],
      names: typeof grant === "string" ? [] : grant,
    })),
  ];
  return listed.flatMap(({ path, names }) => [
    ...repeated(names, path),
    ...names.flatMap((name, index) => unknown(name, known, [...path, index], "pilots and groups")),
  ]);
}
