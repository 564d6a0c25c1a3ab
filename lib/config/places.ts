import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { nearest, suggest } from "../suggest";
import type { Finding } from "./explain";
import { type PlaceDescription, placeSchema, TARGETS } from "./place";
import type { Problem } from "./problem";
import { type ReadFile, readFile } from "./read-file";
import { identityOf, twinProblems } from "./twins";
import type { YamlFile } from "./yaml-file";

/** The names of the places that a folder describes: its files `places/<place>.yaml`. */
export function placesIn(directory: string): string[] {
  const places = join(directory, "places");
  const entries = statSync(places, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(places) : [];
  return entries
    .filter((entry) => entry.endsWith(".yaml"))
    .map((entry) => basename(entry, ".yaml"))
    .sort();
}

/**
 * Reads the file of a place.
 *
 * @param testbed the file that names the place; undefined when somebody else does
 */
export function readPlace(
  directory: string,
  name: string,
  testbed: YamlFile | undefined,
  problems: Problem[],
): ReadFile<PlaceDescription> | undefined {
  const names = placesIn(directory);
  if (!names.includes(name)) {
    const what = `there is no place ${JSON.stringify(name)}`;
    const misnamed = existsSync(join(directory, "places", `${name}.yml`));
    const mend = misnamed
      ? `Rename places/${name}.yml to places/${name}.yaml.`
      : `${suggest(name, names, "places")} A place is a file places/<place>.yaml.`;
    const position = testbed?.locate(["place"]) ?? { file: "places", line: 1, column: 1 };
    problems.push({ severity: "error", position, path: testbed ? ["place"] : [], what, mend });
    return undefined;
  }
  const read = readFile(directory, `places/${name}.yaml`, placeSchema, problems, screenTargets);
  if (read?.value) {
    for (const other of names) {
      if (other !== name) problems.push(...twinProblems(directory, other, read.value, read.yaml));
    }
  }
  return read;
}

/** Takes the targets out of a place that may not stand in it: those beside another. */
function screenTargets(value: unknown): { value: unknown; findings: Finding[] } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { value, findings: [] };
  const present = TARGETS.filter((target) => target in value);
  const findings = present
    .slice(1)
    .map((target) =>
      aboutTarget(
        [target],
        `a second target beside ${present[0]}`,
        "A place has one target: move it to a file of its own under places/.",
      ),
    );
  if (present.length === 0) {
    const mend = `Describe one of ${TARGETS.join(", ")}; docs/targets.md shows each.`;
    const missing = Object.keys(value).some(isTargetMisspelt) ? [] : [aboutTarget([], "the place has no target", mend)];
    return { value, findings: missing };
  }
  const kept = Object.entries(value).filter(([key]) => !findings.some(({ path }) => path[0] === key));
  return { value: Object.fromEntries(kept), findings };
}

/** Whether a key is reported as a target that is misspelt. */
function isTargetMisspelt(key: string): boolean {
  const known = Object.keys(placeSchema.shape);
  return !known.includes(key) && TARGETS.some((target) => target === nearest(key, known));
}

function aboutTarget(path: string[], what: string, mend: string): Finding {
  return { path, target: "key", what, mend };
}

/** The names that the places of a folder give their testbeds; undefined where one of them cannot be read. */
export function testbedNames(directory: string): string[] | undefined {
  const names = placesIn(directory).map((place) =>
    placeSchema.shape.name.safeParse(identityOf(directory, place)?.name),
  );
  return names.every(({ success }) => success) ? names.map(({ data }) => data ?? "") : undefined;
}
