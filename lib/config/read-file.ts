import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import type { Finding } from "./explain";
import { inspect } from "./inspect";
import type { Problem } from "./problem";
import { shortPath } from "./sandbox/shorthand";
import { YamlFile } from "./yaml-file";

/** One file of a description that could be read as YAML. */
export interface ReadFile<T> {
  readonly yaml: YamlFile;
  /** What is wrong with it by its schema alone. */
  readonly findings: readonly Finding[];
  /** Its value, with stand-ins for what is wrong; undefined where nothing can stand in. */
  readonly value: T | undefined;
}

/** Takes out of a value what is found wrong before its schema is asked. */
export type Screen = (value: unknown) => { value: unknown; findings: readonly Finding[] };

/** Reads one file of a description and holds it against its schema; undefined when there is nothing to hold. */
export function readFile<S extends z.ZodType>(
  directory: string,
  file: string,
  schema: S,
  problems: Problem[],
  screen: Screen = (value) => ({ value, findings: [] }),
): ReadFile<z.output<S>> | undefined {
  const path = join(directory, file);
  if (!existsSync(path)) {
    problems.push(wholeFile(file, "the file is missing", `Create ${file}; the README shows the smallest one.`));
    return undefined;
  }
  const text = readText(path);
  if (text === undefined) {
    problems.push(wholeFile(file, "this cannot be read as a file", "Make it a file that you may read."));
    return undefined;
  }
  const yaml = new YamlFile(file, text);
  problems.push(...yaml.problems);
  if (yaml.problems.length > 0) return undefined;
  if (yaml.value === undefined || yaml.value === null) {
    const mend =
      file === "ledger.yaml" ? "Remove it: a synth writes it." : `Fill it in; the README shows the smallest ${file}.`;
    problems.push(wholeFile(file, "the file is empty", mend));
    return undefined;
  }
  const first = screen(yaml.value);
  const { findings, value } = inspect(schema, first.value);
  problems.push(...[...first.findings, ...findings].map((finding) => problemOf(finding, "error", yaml)));
  return { yaml, findings, value };
}

/** Reads a file that may be missing. */
export function readOptional<S extends z.ZodType>(
  directory: string,
  file: string,
  schema: S,
  problems: Problem[],
): ReadFile<z.output<S>> | undefined {
  return existsSync(join(directory, file)) ? readFile(directory, file, schema, problems) : undefined;
}

/** The text of a file; undefined where it is a folder, or may not be read. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Ties a finding to its place in a file. */
export function problemOf(finding: Finding, severity: Problem["severity"], yaml: YamlFile): Problem {
  const { what, mend, target } = finding;
  const path = shortPath(finding.path, yaml.value);
  return { severity, position: yaml.locate(path, target), path, what, mend };
}

/** A problem of a file as a whole. */
export function wholeFile(file: string, what: string, mend: string): Problem {
  return { severity: "error", position: { file, line: 1, column: 1 }, path: [], what, mend };
}
