import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import type { z } from "zod";
import { checkAccess } from "./checks/access";
import type { Check, Description } from "./checks/check";
import { checkExamples } from "./checks/examples";
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

const CHECKS: readonly Check[] = [checkKubernetes, checkNetwork, checkNodes, checkAccess, checkExamples];

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
      const spoilt = [finding.path, ...(finding.restsOn ?? [])];
      if (findings.some((earlier) => spoilt.some((path) => leadsTo(earlier.path, path)))) continue;
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
  const { findings, value } = inspect(schema, yaml.value);
  problems.push(...findings.map((finding) => problemOf(finding, "error", yaml)));
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
  const read = readFile(options.directory, file, placeSchema, problems);
  if (!read) return undefined;
  const targets = targetFindings(read.yaml.value);
  problems.push(...targets.map((finding) => problemOf(finding, "error", read.yaml)));
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

/** Only one target may stand in a place. */
function targetFindings(value: unknown): Finding[] {
  const present = TARGETS.filter((target) => typeof value === "object" && value !== null && target in value);
  return present.slice(1).map((target) => ({
    path: [target],
    target: "key",
    what: `a second target beside ${present[0]}`,
    mend: "A place has one target: move it to a file of its own under places/.",
  }));
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
