import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { suggest } from "../suggest";
import { restsOnError } from "./doubt";
import type { Finding } from "./explain";
import type { PlaceDescription } from "./place";
import type { Problem } from "./problem";
import { problemOf, type ReadFile, readFile, wholeFile } from "./read-file";
import { type SandboxDescription, sandboxSchema } from "./sandbox/sandbox";
import { expandShorthands } from "./sandbox/shorthand";
import { fileNameProblems, meantNameOf, nameOf } from "./sandbox-file-name";

/** The sandboxes of a place by name; undefined for those that are there and cannot be read. */
export type ReadSandboxes = ReadonlyMap<string, ReadFile<SandboxDescription> | undefined>;

/** The files of the sandboxes that a folder describes: `sandboxes/<sandbox>.yaml`. */
export function sandboxesIn(directory: string): string[] {
  const folder = join(directory, "sandboxes");
  const entries = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
  return entries.filter((entry) => /\.ya?ml$/i.test(entry)).sort(byNumber);
}

/** Orders pilot2 before pilot10. */
function byNumber(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** Reads the sandboxes that a place names, or all. */
export function readSandboxes(
  directory: string,
  place: ReadFile<PlaceDescription> | undefined,
  problems: Problem[],
): ReadSandboxes {
  const entries = sandboxesIn(directory);
  const read = new Map<string, ReadFile<SandboxDescription> | undefined>();
  const chosen = place?.value?.sandboxes;
  for (const entry of entries) {
    const name = nameOf(entry);
    const meant = meantNameOf(entry) ?? name;
    if (chosen && !chosen.includes(name) && !chosen.includes(meant)) continue;
    const file = readSandboxFile(directory, `sandboxes/${entry}`, problems, entries);
    // Others may know it by the name that it should have.
    if (!read.has(meant)) read.set(meant, undefined);
    if (!read.get(name)) read.set(name, file);
  }
  if (place && chosen) problems.push(...unknownSandboxes(chosen, [...read.keys()], entries.map(nameOf), place));
  return read;
}

function unknownSandboxes(
  chosen: readonly string[],
  there: readonly string[],
  names: readonly string[],
  place: ReadFile<PlaceDescription>,
): Problem[] {
  return chosen.flatMap((name, index) => {
    if (there.includes(name)) return [];
    const mend = `${suggest(name, names, "sandboxes")} A sandbox is a file sandboxes/<sandbox>.yaml.`;
    const what = `there is no sandbox "${name}"`;
    const finding: Finding = { path: ["sandboxes", index], target: "value", what, mend };
    return restsOnError(finding, "place", new Map([["place", place]])) ? [] : [problemOf(finding, "error", place.yaml)];
  });
}

/**
 * Reads a file that describes a sandbox, whose name is that of the file.
 *
 * @param others files beside it that describe sandboxes too
 */
export function readSandboxFile(
  directory: string,
  file: string,
  problems: Problem[],
  others: readonly string[] = [],
): ReadFile<SandboxDescription> | undefined {
  const texts = fileNameProblems(basename(file), dirname(file), others);
  problems.push(...texts.map(({ what, mend }) => wholeFile(file, what, mend)));
  return readFile(directory, file, sandboxSchema, problems, (value) => ({
    value: expandShorthands(value),
    findings: [],
  }));
}
