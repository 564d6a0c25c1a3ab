import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import type { z } from "zod";
import { checkAccess } from "./checks/access";
import type { Check, Description } from "./checks/check";
import { checkClusterRanges } from "./checks/cluster-ranges";
import { checkExamples } from "./checks/examples";
import { checkGivenNetwork } from "./checks/given-network";
import { checkKubernetes } from "./checks/kubernetes";
import { checkNetwork } from "./checks/network";
import { checkNodes } from "./checks/nodes";
import { type Finding, suggest } from "./explain";
import { inspect, leadsTo } from "./inspect";
import { placeSchema, TARGETS } from "./place";
import { compareProblems, DescriptionError, type Problem } from "./problem";
import { testbedSchema } from "./testbed";
import { YamlFile } from "./yaml-file";

/** What to load. */
export interface LoadOptions {
  /** Folder that holds `testbed.yaml` and `places/`. */
  readonly directory: string;
  /** The place to use. Default: the key `place` of `testbed.yaml` */
  readonly place?: string;
}

/** A description without errors. */
export interface LoadedDescription extends Description {
  readonly warnings: readonly Problem[];
}

const CHECKS: readonly Check[] = [
  checkKubernetes,
  checkClusterRanges,
  checkGivenNetwork,
  checkNetwork,
  checkNodes,
  checkAccess,
  checkExamples,
];

/**
 * Reads and checks the description of a testbed.
 *
 * @throws DescriptionError with every error of every file, when there is one
 */
export function loadDescription(options: LoadOptions): LoadedDescription {
  const problems: Problem[] = [];
  const testbed = readFile(options.directory, "testbed.yaml", testbedSchema, problems);
  const chosen = options.place ?? testbed?.value?.place;
  const place = chosen === undefined ? undefined : readPlace(options, chosen, testbed?.yaml, problems);
  if (testbed?.value && place?.value) {
    const description = { testbed: testbed.value, place: place.value };
    const files = { testbed, place };
    for (const finding of CHECKS.flatMap((check) => check(description))) {
      const { yaml, findings } = files[finding.file];
      const restsOnError = findings.some(
        ({ path, target }) =>
          (target === "value" && leadsTo(path, finding.path)) ||
          finding.restsOn?.some((other) => leadsTo(path, other) || leadsTo(other, path)),
      );
      if (restsOnError) continue;
      problems.push(problemOf(finding, finding.severity, yaml));
    }
    problems.sort(compareProblems);
    if (problems.every(({ severity }) => severity === "warning")) return { ...description, warnings: problems };
  }
  throw new DescriptionError(problems.sort(compareProblems));
}

interface ReadFile<T> {
  readonly yaml: YamlFile;
  readonly findings: readonly Finding[];
  readonly value: T | undefined;
}

function readFile<S extends z.ZodType>(
  directory: string,
  file: string,
  schema: S,
  problems: Problem[],
  screen: (value: unknown) => { value: unknown; findings: Finding[] } = (value) => ({ value, findings: [] }),
): ReadFile<z.output<S>> | undefined {
  const path = join(directory, file);
  if (!existsSync(path)) {
    problems.push(wholeFile(file, "the file is missing", `Create ${file}; the README shows the smallest one.`));
    return undefined;
  }
  const yaml = new YamlFile(file, readFileSync(path, "utf8"));
  problems.push(...yaml.problems);
  if (yaml.problems.length > 0) return undefined;
  if (yaml.value === undefined || yaml.value === null) {
    problems.push(wholeFile(file, "the file is empty", `Fill it in; the README shows the smallest ${file}.`));
    return undefined;
  }
  const first = screen(yaml.value);
  const { findings, value } = inspect(schema, first.value);
  problems.push(...[...first.findings, ...findings].map((finding) => problemOf(finding, "error", yaml)));
  return { yaml, findings, value };
}

function readPlace(options: LoadOptions, name: string, testbed: YamlFile | undefined, problems: Problem[]) {
  const known = readdirSafely(join(options.directory, "places")).filter((file) => file.endsWith(".yaml"));
  const names = known.map((file) => basename(file, ".yaml"));
  if (!names.includes(name)) {
    const what = `there is no place ${JSON.stringify(name)}`;
    const mend = `${suggest(name, names, "places")} A place is a file places/<place>.yaml.`;
    const position =
      options.place === undefined && testbed ? testbed.locate(["place"]) : { file: "places", line: 1, column: 1 };
    problems.push({ severity: "error", position, path: options.place === undefined ? ["place"] : [], what, mend });
    return undefined;
  }
  const file = `places/${name}.yaml`;
  const read = readFile(options.directory, file, placeSchema, problems, screenTargets);
  if (!read) return undefined;
  const others = known.filter((other) => other !== `${name}.yaml`);
  const twin =
    read.value && others.find((other) => nameOf(join(options.directory, "places", other)) === read.value?.name);
  if (twin) {
    const what = `"${read.value?.name}" is the name of places/${twin} too`;
    const mend = "Give each place a name of its own: states and roles carry it.";
    problems.push(problemOf({ path: ["name"], target: "value", what, mend }, "error", read.yaml));
  }
  return read;
}

/** Takes the targets out of a place that may not stand in it: those beside another, and those that we cannot deploy to. */
function screenTargets(value: unknown): { value: unknown; findings: Finding[] } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { value, findings: [] };
  const present = TARGETS.filter((target) => target in value);
  const findings = present
    .slice(1)
    .map((target) => aboutTarget(target, `a second target beside ${present[0]}`, ONE_TARGET));
  if (present[0] !== undefined && present[0] !== "aws") {
    findings.push(aboutTarget(present[0], `this version cannot deploy to ${present[0]}`, "Describe the target aws."));
  }
  const kept = Object.entries(value).filter(([key]) => !findings.some(({ path }) => path[0] === key));
  return { value: Object.fromEntries(kept), findings };
}

const ONE_TARGET = "A place has one target: move it to a file of its own under places/.";

function aboutTarget(target: string, what: string, mend: string): Finding {
  return { path: [target], target: "key", what, mend };
}

function nameOf(path: string): unknown {
  try {
    const value: unknown = parse(readFileSync(path, "utf8"), { merge: true });
    return typeof value === "object" && value !== null && "name" in value ? value.name : undefined;
  } catch {
    return undefined; // A file that cannot be read is reported when its own place is chosen.
  }
}

function readdirSafely(path: string): string[] {
  return existsSync(path) ? readdirSync(path).sort() : [];
}

function wholeFile(file: string, what: string, mend: string): Problem {
  return { severity: "error", position: { file, line: 1, column: 1 }, path: [], what, mend };
}

function problemOf(finding: Finding, severity: Problem["severity"], yaml: YamlFile): Problem {
  const { path, what, mend, target } = finding;
  return { severity, position: yaml.locate(path, target), path, what, mend };
}
