import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { DEFAULTS } from "../defaults";
import { suggest } from "../suggest";
import type { Finding } from "./explain";
import { type PlaceDescription, placeSchema, TARGETS } from "./place";
import type { Problem } from "./problem";
import { problemOf, type ReadFile, readFile, readText } from "./read-file";
import { YamlFile } from "./yaml-file";

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
    const mend = `Describe one of ${TARGETS.join(", ")}; the README has the smallest of each.`;
    return { value, findings: [aboutTarget([], "the place has no target", mend)] };
  }
  const kept = Object.entries(value).filter(([key]) => !findings.some(({ path }) => path[0] === key));
  return { value: Object.fromEntries(kept), findings };
}

function aboutTarget(path: string[], what: string, mend: string): Finding {
  return { path, target: "key", what, mend };
}

/** What a place may not share with another one, as states, roles and log groups carry it. */
function twinProblems(directory: string, other: string, place: PlaceDescription, yaml: YamlFile): Problem[] {
  const twin = identityOf(directory, other);
  if (twin?.name === place.name) {
    const what = `"${place.name}" is the name of places/${other}.yaml too`;
    const mend = "Give each place a name of its own: states and roles carry it.";
    return [problemOf({ path: ["name"], target: "value", what, mend }, "error", yaml)];
  }
  if (!place.aws || !twin?.aws) return [];
  if (twin.name === place.aws.network.from) {
    const path = ["aws", "network", "from"];
    const owner = `places/${other}.yaml`;
    if (twin.aws.region !== place.aws.region) {
      const mend = "Choose one region for both.";
      return [problemOf({ path, target: "value", what: `${owner} is in ${twin.aws.region}`, mend }, "error", yaml)];
    }
    if (JSON.stringify(twin.state) !== JSON.stringify(place.state)) {
      const mend = "Describe the same state in both: this one reads the states of that one.";
      return [problemOf({ path, target: "value", what: `${owner} keeps its states elsewhere`, mend }, "error", yaml)];
    }
  }
  if (twin.aws.clusterName !== place.aws.clusterName || twin.aws.region !== place.aws.region) return [];
  const what = `"${place.aws.clusterName}" is the cluster of places/${other}.yaml in the same region too`;
  const mend = "Give each its own clusterName, unless the places are in different accounts.";
  return [problemOf({ path: ["aws", "clusterName"], target: "value", what, mend }, "warning", yaml)];
}

const identitySchema = z.object({
  name: z.string(),
  state: placeSchema.shape.state,
  aws: z.object({ region: z.string(), clusterName: z.string().default(DEFAULTS.clusterName) }).optional(),
});

/** The names that the places of a folder give their testbeds; undefined where one of them cannot be read. */
export function testbedNames(directory: string): string[] | undefined {
  const names = placesIn(directory).map((place) =>
    placeSchema.shape.name.safeParse(identityOf(directory, place)?.name),
  );
  return names.every(({ success }) => success) ? names.map(({ data }) => data ?? "") : undefined;
}

/** Who another place is; undefined where its file cannot be read, which is reported when that place is chosen. */
function identityOf(directory: string, place: string): z.output<typeof identitySchema> | undefined {
  const text = readText(join(directory, "places", `${place}.yaml`));
  return text === undefined ? undefined : identitySchema.safeParse(new YamlFile(place, text).value).data;
}
