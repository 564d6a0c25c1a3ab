import { checkFreeValues } from "../../charts/free-values";
import { suggest } from "../../suggest";
import type { ChartName } from "../../versions";
import type { DevopsDescription } from "../devops/devops";
import type { DirectoryDescription } from "../devops/directory";
import { ADMINS_GROUP, GUESTS_GROUP } from "../devops/groups";
import { toolHosts } from "../devops/hosts";
import { pilotsOf } from "../devops/pilots";
import type { PathStep } from "../problem";
import type { Check, CheckFinding, Description } from "./check";

/** The devops tools: what they need is there, and groups that are named are known. */
export const checkDevops: Check = (description) => {
  const { devops } = description.testbed;
  if (devops === undefined) return [];
  return [
    ...checkNeeds(devops, description),
    ...(devops.directory ? checkDirectory(devops.directory, devops, description) : []),
    ...checkCodeGroups(devops, description),
    ...checkDeploy(devops, description),
    ...checkToolValues(devops),
  ];
};

function checkNeeds(devops: DevopsDescription, { testbed, place }: Description): CheckFinding[] {
  const tools = (["jenkins", "nexus"] as const).filter((tool) => devops[tool] !== undefined);
  const withoutDirectory = devops.directory
    ? []
    : tools.map((tool) => {
        const mend = "Add directory: {organisation: <name>}, or directory: {server: ...} for one elsewhere.";
        return error([tool], "has no directory of people to sign in with", mend, {
          restsOn: [["devops", "directory"]],
        });
      });
  if (place.domain !== undefined) return withoutDirectory;
  const withoutDomain = tools.map((tool) =>
    error(
      [tool],
      "has a host below the domain, and the place has none",
      "Add domain: <domain> to the file of the place.",
      {
        restsOnFiles: [{ file: "place", path: ["domain"] }],
      },
    ),
  );
  return toolHosts(testbed).length > 0 ? [...withoutDirectory, ...withoutDomain] : withoutDirectory;
}

/** Keys that describe a directory of the testbed's own. */
const OWN_KEYS = ["organisation", "partners", "people", "passwords"] as const;

function checkDirectory(
  directory: DirectoryDescription,
  devops: DevopsDescription,
  description: Description,
): CheckFinding[] {
  const { organisation, server } = directory;
  if (organisation === undefined && server === undefined) {
    const mend = "Add organisation: <name>, which cannot be changed later, or server: for an LDAP server elsewhere.";
    return [error(["directory"], "has neither an organisation nor a server", mend)];
  }
  if (server !== undefined) {
    const own = OWN_KEYS.filter((key) => Object.keys(directory[key] ?? {}).length > 0);
    const both = own.map((key) => {
      const mend = "Remove it, or the server.";
      return error(
        ["directory", key],
        "is of a directory of the testbed's own, and there is a server elsewhere",
        mend,
        {
          restsOn: [["devops", "directory", "server"]],
        },
      );
    });
    if (!Object.values(directory.grants).includes("admin")) {
      const mend = "Add a group that administrates, as in grants: {operators: admin}.";
      both.push(
        error(["directory", "server"], "has groups of its own, and none of them is granted admin", mend, {
          restsOn: [["devops", "directory", "grants"]],
        }),
      );
    }
    return [...both, ...checkGranted(directory, devops, description)];
  }
  return [
    ...checkGroupNames(directory, devops, description),
    ...checkPeople(directory, devops, description),
    ...checkGranted(directory, devops, description),
  ];
}

/** Each group has one meaning: those of the testbed, of pilots, of code, of partners, and those that grants add. */
function checkGroupNames(
  { partners, grants }: DirectoryDescription,
  devops: DevopsDescription,
  { sandboxes }: Description,
): CheckFinding[] {
  const taken = new Map<string, string>([
    [ADMINS_GROUP, "the group of administrators"],
    [GUESTS_GROUP, "the group of guests"],
    ...[...pilotsOf(sandboxes).keys()].map((name): [string, string] => [name, "the group of a pilot"]),
    ...devops.groups.map((name): [string, string] => [name, "a group of code"]),
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
  ];
}

function checkPeople(
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
  return Object.entries(people).flatMap(([uid, { mail, groups }]) => {
    const path = ["directory", "people", uid];
    const twin = mails.get(mail.toLowerCase());
    mails.set(mail.toLowerCase(), uid);
    const twice =
      twin === undefined
        ? []
        : [error([...path, "mail"], `"${mail}" is the address of ${twin} too`, "Give each an address of their own.")];
    const none =
      groups.length > 0
        ? []
        : [warning(path, "is in no group, and may do nothing", `Add groups: [${GUESTS_GROUP}], or another group.`)];
    return [
      ...twice,
      ...none,
      ...groups.flatMap((group, index) => unknown(group, known, [...path, "groups", index], "groups")),
    ];
  });
}

/** Pilots and groups of code that somebody develops: another place may have them, so a name that is unknown here is a doubt. */
function checkGranted(
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
  return listed.flatMap(({ path, names }) =>
    names.flatMap((name, index) => unknown(name, known, [...path, index], "pilots and groups")),
  );
}

function unknown(name: string, known: readonly string[], path: readonly PathStep[], title: string): CheckFinding[] {
  if (known.includes(name)) return [];
  const restsOnFiles = [{ file: `sandboxes/${name}`, path: [] }];
  return [
    warning(path, `there is no "${name}" at this place`, suggest(name, known, title), {
      target: "value",
      restsOn: [["sandboxes"]],
      restsOnFiles,
    }),
  ];
}

function checkCodeGroups({ groups }: DevopsDescription, { sandboxes }: Description): CheckFinding[] {
  const pilots = pilotsOf(sandboxes);
  return groups.flatMap((name, index) => {
    if (pilots.has(name)) {
      return [
        error(["groups", index], `"${name}" is a pilot, which has a group already`, "Remove it, or rename it.", {
          target: "value",
        }),
      ];
    }
    if (RESERVED_FOLDERS.includes(name)) {
      return [
        error(["groups", index], `"${name}" is a folder of the administrators in Jenkins`, "Choose another name.", {
          target: "value",
        }),
      ];
    }
    return groups.indexOf(name) < index
      ? [error(["groups", index], `"${name}" stands here a second time`, "Remove one of them.", { target: "value" })]
      : [];
  });
}

/** Folders of Jenkins that are no group's. */
const RESERVED_FOLDERS = ["deploy"];

function checkDeploy({ jenkins }: DevopsDescription, { place }: Description): CheckFinding[] {
  if (jenkins?.deploy === undefined || place.state?.s3 !== undefined) return [];
  const what = "pipelines apply the apps, and the states of this place are files on somebody's machine";
  const mend = "Add state: {s3: ...} to the file of the place, or remove deploy.";
  return [error(["jenkins", "deploy"], what, mend, { restsOnFiles: [{ file: "place", path: ["state"] }] })];
}

const TOOL_CHARTS = { jenkins: "jenkins", nexus3: "nexus3" } as const satisfies Readonly<Record<string, ChartName>>;

function checkToolValues({ values }: DevopsDescription): CheckFinding[] {
  return Object.entries(TOOL_CHARTS).flatMap(([chart, name]) =>
    checkFreeValues(name, values[name]).map(
      ({ path, ...problem }): CheckFinding => ({
        ...problem,
        file: "testbed",
        severity: "error",
        path: ["devops", "values", chart, ...path],
      }),
    ),
  );
}

function error(path: readonly PathStep[], what: string, mend: string, rest: Partial<CheckFinding> = {}): CheckFinding {
  return { file: "testbed", severity: "error", target: "key", path: ["devops", ...path], what, mend, ...rest };
}

function warning(
  path: readonly PathStep[],
  what: string,
  mend: string,
  rest: Partial<CheckFinding> = {},
): CheckFinding {
  return error(path, what, mend, { severity: "warning", ...rest });
}
