import { checkFreeValues } from "../../charts/free-values";
import { suggest } from "../../suggest";
import type { ChartName } from "../../versions";
import type { DevopsDescription } from "../devops/devops";
import type { DirectoryDescription, DirectoryServer } from "../devops/directory";
import { standsBelow } from "../devops/distinguished-name";
import { ADMINS_GROUP, GUESTS_GROUP } from "../devops/groups";
import { registryOf, toolHosts } from "../devops/hosts";
import { pilotsOf } from "../devops/pilots";
import type { PathStep } from "../problem";
import { type Check, type CheckFinding, type Description, placeError, sandboxError } from "./check";

/** The devops tools: what they need is there, and groups that are named are known. */
export const checkDevops: Check = (description) => {
  const { devops } = description.testbed;
  if (devops === undefined) return checkDirectoryGroups(description);
  return [
    ...checkNeeds(devops, description),
    ...(devops.directory ? checkDirectory(devops.directory, devops, description) : []),
    ...checkDirectoryGroups(description),
    ...checkCodeGroups(devops, description),
    ...checkPilots(devops, description),
    ...checkProjects(devops, description),
    ...checkDeploy(devops, description),
    ...checkToolValues(devops),
  ];
};

const TOOLS = ["jenkins", "nexus"] as const;

function checkNeeds(devops: DevopsDescription, { testbed, place }: Description): CheckFinding[] {
  const tools = TOOLS.filter((tool) => devops[tool] !== undefined);
  const findings: CheckFinding[] = [];
  if (tools.length > 0 && devops.directory === undefined) {
    const what = `has tools (${tools.join(", ")}), and no directory of people who sign in to them`;
    const mend = "Add directory: {organisation: <name>}, or directory: {server: ...} for one elsewhere.";
    findings.push(error([], what, mend, { restsOn: [["devops", "directory"]] }));
  }
  const hosts = toolHosts(testbed);
  if (hosts.length > 0 && place.domain === undefined) {
    const what = `has hosts below the domain (${hosts.join(", ")}), and the place has no domain`;
    const mend = "Add domain: <domain> to the file of the place.";
    findings.push(error([], what, mend, { restsOnFiles: [{ file: "place", path: ["domain"] }] }));
  }
  return findings;
}

/** Keys that describe a directory of the testbed's own. */
const OWN_KEYS = ["organisation", "partners", "people", "passwords"] as const;

const below = (...keys: readonly string[]) => keys.map((key) => ["devops", "directory", key]);

function checkDirectory(
  directory: DirectoryDescription,
  devops: DevopsDescription,
  description: Description,
): CheckFinding[] {
  const { organisation, server } = directory;
  if (organisation === undefined && server === undefined) {
    const mend = "Add organisation: <name>, which cannot be changed later, or server: for an LDAP server elsewhere.";
    const restsOn = below("organisation", "server");
    return [error(["directory"], "has neither an organisation nor a server", mend, { restsOn })];
  }
  return [
    ...(server ? checkServer(directory, server, devops) : []),
    ...(server ? [] : checkGroupNames(directory, devops, description)),
    ...(server ? [] : checkPeople(directory, devops, description)),
    ...checkGrants(directory),
    ...checkGranted(directory, devops, description),
  ];
}

function checkServer(
  directory: DirectoryDescription,
  server: DirectoryServer,
  { jenkins }: DevopsDescription,
): CheckFinding[] {
  const path = ["directory", "server"];
  const own = OWN_KEYS.filter((key) => Object.keys(directory[key] ?? {}).length > 0);
  if (own.length > 0) {
    const what = `stands beside ${own.join(", ")}: what belongs to a directory of the testbed's own`;
    return [error(path, what, "Remove the one or the other.", { restsOn: below(...own) })];
  }
  const findings: CheckFinding[] = [];
  if (!Object.values(directory.grants).includes("admin")) {
    const mend = "Add grants beside it with a group that administrates, as in grants: {operators: admin}.";
    const what = "has groups of its own, and none of them is granted admin";
    findings.push(error(path, what, mend, { restsOn: below("grants") }));
  }
  for (const part of ["users", "groups"] as const) {
    if (standsBelow(server[part].base, server.base)) continue;
    const what = `"${server[part].base}" does not stand below "${server.base}", where the tools begin to search`;
    const restsOn = [["devops", ...path, "base"]];
    findings.push(error([...path, part, "base"], what, "Write a base that holds both.", { target: "value", restsOn }));
  }
  const { id } = server.groups;
  if (jenkins && id.toLowerCase() !== "cn") {
    const what = `"${id}" is not where Jenkins looks for the name of a group: it takes cn alone`;
    const mend = "Write cn, or leave Jenkins out.";
    findings.push(error([...path, "groups", "id"], what, mend, { target: "value", restsOn: [["devops", "jenkins"]] }));
  }
  return findings;
}

/** Each group has one meaning: those of the testbed, of pilots, of code, of partners, and those that grants add. */
function checkGroupNames(
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
    ...Object.keys(partners).flatMap((name) => {
      const meaning = meaningOf(name);
      return meaning === undefined
        ? []
        : [error(["directory", "partners", name], `"${name}" ${meaning}`, ANOTHER_NAME)];
    }),
  ];
}

/** Groups that are granted something: no tool may take them for something else, in a server elsewhere either. */
function checkGrants({ grants }: DirectoryDescription): CheckFinding[] {
  return Object.keys(grants).flatMap((name) => {
    const meaning = meaningOf(name);
    return meaning === undefined ? [] : [error(["directory", "grants", name], `"${name}" ${meaning}`, ANOTHER_GROUP)];
  });
}

const ANOTHER_NAME = "Choose another name.";

const ANOTHER_GROUP = "Choose another group.";

/** What a tool would take a group of a name for; undefined where it is a group like any other. */
function meaningOf(name: string): string | undefined {
  if (/^(anonymous|authenticated)$/.test(name)) return "is everybody to Jenkins";
  if (/^(nx|testbed)-/.test(name)) return "begins as the roles that Nexus has itself";
  return undefined;
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
        unknown(group, known, [...path, "groups", index], "groups", below("partners", "grants")),
      ),
    ];
  });
}

/** Names for signing in that Nexus keeps: its administrator, whoever has not signed in, and the accounts of machines. */
const NEXUS_NAMES = /^(admin|anonymous)$|^(build|pull)-/;

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
  return listed.flatMap(({ path, names }) => [
    ...repeated(names, path),
    ...names.flatMap((name, index) => unknown(name, known, [...path, index], "pilots and groups")),
  ]);
}

function unknown(
  name: string,
  known: readonly string[],
  path: readonly PathStep[],
  title: string,
  grounds: readonly (readonly PathStep[])[] = [],
): CheckFinding[] {
  if (known.includes(name)) return [];
  const restsOnFiles = [
    { file: `sandboxes/${name}`, path: [] },
    { file: "place", path: ["sandboxes"] },
  ];
  return [
    warning(path, `there is no "${name}" at this place`, suggest(name, known, title), {
      target: "value",
      restsOn: [["devops", "groups"], ...grounds],
      restsOnFiles,
    }),
  ];
}

/** The API server of a place can know groups of a directory alone. */
function checkDirectoryGroups({ testbed, place }: Description): CheckFinding[] {
  if (place.directoryGroups === undefined || testbed.devops?.directory) return [];
  const what = "is about groups of the testbed's directory, and it has none";
  const mend = "Remove it, or add devops: {directory: ...} to testbed.yaml.";
  const restsOnFiles = [{ file: "testbed", path: ["devops", "directory"] }];
  return [placeError(["directoryGroups"], what, mend, { severity: "warning", target: "key", restsOnFiles })];
}

function checkCodeGroups(devops: DevopsDescription, { sandboxes }: Description): CheckFinding[] {
  const { groups } = devops;
  const pilots = pilotsOf(sandboxes);
  const twice = repeated(groups, ["groups"]);
  const others = groups.flatMap((name, index) => {
    if (groups.indexOf(name) < index) return [];
    const other = pilots.has(name) ? "is a pilot, which has a group already" : codeMeaningOf(name, devops);
    const mend = pilots.has(name) ? "Remove it, or rename it." : ANOTHER_NAME;
    return other === undefined ? [] : [error(["groups", index], `"${name}" ${other}`, mend, { target: "value" })];
  });
  return [...twice, ...others];
}

/** Pilots have groups of code of their name, so some names are not for pilots. */
function checkPilots(devops: DevopsDescription, { sandboxes }: Description): CheckFinding[] {
  return Object.entries(sandboxes).flatMap(([name, { pilot }]) => {
    const group = pilot ?? name;
    const other = group === DEPLOY_FOLDER && !devops.jenkins ? undefined : codeMeaningOf(group, devops);
    if (other === undefined) return [];
    const restsOnFiles = [{ file: "testbed", path: ["devops"] }];
    const mend = pilot === undefined ? "Add pilot: <another name>, or rename the file." : ANOTHER_NAME;
    const what = `"${group}" is no name for a pilot: it ${other}`;
    return [sandboxError(name, pilot === undefined ? [] : ["pilot"], what, mend, { restsOnFiles })];
  });
}

/** Projects are of groups of code that are there, somebody builds them, and their images have somewhere to go. */
function checkProjects(
  { projects, groups, jenkins }: DevopsDescription,
  { testbed, place, sandboxes }: Description,
): CheckFinding[] {
  const names = Object.keys(projects);
  const known = [...pilotsOf(sandboxes).keys(), ...groups];
  const strangers = names.flatMap((name) => unknown(name, known, ["projects", name], "pilots and groups"));
  if (names.length === 0) return [];
  if (!jenkins) {
    const restsOn = [["devops", "jenkins"]];
    const mend = "Add jenkins: {}, or remove them.";
    return [...strangers, warning(["projects"], "there is no Jenkins that builds them", mend, { restsOn })];
  }
  // Without a domain Nexus is nowhere, which is told already.
  const registry = registryOf(testbed, place);
  if (registry && !registry.isOwn && jenkins.push === undefined) {
    const what = `become images, and nobody may push them to ${registry.address}`;
    const mend = "Add push: <secret> to jenkins, with the keys username and password.";
    const restsOnFiles = [{ file: "place", path: ["registry"] }];
    return [...strangers, error(["projects"], what, mend, { restsOn: [["devops", "jenkins"]], restsOnFiles })];
  }
  if (place.domain === undefined || registry) return strangers;
  const what = "become images, and there is no registry that nodes pull them from";
  const mend =
    "Add nexus to devops, at a place with certificates: letsencrypt, or registry: {address: ...} to the file of the place.";
  const restsOnFiles = ["registry", "certificates"].map((key) => ({ file: "place", path: [key] }));
  return [...strangers, error(["projects"], what, mend, { restsOn: [["devops", "nexus"]], restsOnFiles })];
}

/** Folder of Jenkins that is no group's. */
const DEPLOY_FOLDER = "deploy";

/** What a group of code of a name would be beside that; undefined where the name is free. */
function codeMeaningOf(name: string, { directory }: DevopsDescription): string | undefined {
  if (name === DEPLOY_FOLDER) return "is a folder of the administrators in Jenkins";
  // In a server elsewhere it is others who have groups, of any names.
  if (directory?.organisation === undefined) return undefined;
  if (name === ADMINS_GROUP) return "is the group of administrators";
  if (name === GUESTS_GROUP) return "is the group of guests";
  return meaningOf(name);
}

function checkDeploy({ jenkins }: DevopsDescription, { place }: Description): CheckFinding[] {
  if (jenkins?.deploy === undefined || place.state?.s3 !== undefined) return [];
  const what = "pipelines apply the apps, and the states of this place are files on somebody's machine";
  const mend = "Add state: {s3: ...} to the file of the place, or remove deploy.";
  return [error(["jenkins", "deploy"], what, mend, { restsOnFiles: [{ file: "place", path: ["state"] }] })];
}

const TOOL_CHARTS = [
  { tool: "jenkins", chart: "jenkins" },
  { tool: "nexus", chart: "nexus3" },
] as const satisfies readonly { readonly tool: keyof DevopsDescription; readonly chart: ChartName }[];

function checkToolValues(devops: DevopsDescription): CheckFinding[] {
  return TOOL_CHARTS.flatMap(({ tool, chart }) => {
    const values = devops.values[chart];
    if (Object.keys(values).length === 0) return [];
    const path = ["values", chart];
    const wrong = checkFreeValues(chart, values).map(({ what, mend, ...problem }) =>
      error([...path, ...problem.path], what, mend, { target: problem.target }),
    );
    if (devops[tool] !== undefined) return wrong;
    const restsOn = [["devops", tool]];
    return [
      ...wrong,
      warning(path, `there is no ${tool} that takes them`, `Describe ${tool}, or remove them.`, { restsOn }),
    ];
  });
}

/** What stands in a list a second time. */
function repeated(names: readonly string[], path: readonly PathStep[]): CheckFinding[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [error([...path, index], `"${name}" stands here a second time`, "Remove one of them.", { target: "value" })]
      : [],
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
