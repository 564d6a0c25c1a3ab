import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { quote } from "./fields";
import type { Problem } from "./problem";
import { type ReadFile, readFile } from "./read-file";
import { type SandboxDescription, sandboxSchema } from "./sandbox/sandbox";
import { expandShorthands } from "./sandbox/shorthand";

const RFC_1123 = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** A namespace has at most 63 characters; pods and claims in it are known by names that hold it. */
const LONGEST_NAME = 40;

/** Last parts of the names of a testbed's own stacks: a sandbox `x-app` would be deployed as the app of a sandbox `x`. */
const STACK_SUFFIX = /(^|-)(network|cluster|nodes|platform|devops|gitlab|edge|app)$/;

/** Namespaces that Kubernetes and the testbed use themselves. */
const RESERVED_NAMESPACES = ["default", "devops", "ingress-nginx", "cert-manager", "monitoring", "testbed"];

/** The names of the sandboxes that a folder describes: its files `sandboxes/<sandbox>.yaml`. */
export function sandboxesIn(directory: string): string[] {
  const folder = join(directory, "sandboxes");
  const entries = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
  return entries
    .filter((entry) => /\.ya?ml$/.test(entry))
    .map((entry) => basename(entry))
    .sort();
}

/** Reads the file of a sandbox, named `<sandbox>.yaml`; undefined when nothing can be read of it. */
export function readSandbox(
  directory: string,
  entry: string,
  problems: Problem[],
): ReadFile<SandboxDescription> | undefined {
  return readSandboxFile(directory, `sandboxes/${entry}`, problems);
}

/** Reads a file that describes a sandbox, whose name is that of the file. */
export function readSandboxFile(
  directory: string,
  file: string,
  problems: Problem[],
): ReadFile<SandboxDescription> | undefined {
  const entry = basename(file);
  problems.push(...fileNameProblems(entry, dirname(file)).map((text): Problem => wholeFile(file, text)));
  return readFile(directory, file, sandboxSchema, problems, (value) => ({
    value: expandShorthands(value),
    findings: [],
  }));
}

function wholeFile(file: string, text: { what: string; mend: string }): Problem {
  return { severity: "error", position: { file, line: 1, column: 1 }, path: [], ...text };
}

/** What is wrong with the name of a sandbox's file (INF-15). */
function fileNameProblems(entry: string, folder: string): { what: string; mend: string }[] {
  const name = nameOf(entry);
  if (entry.endsWith(".yml")) {
    return [{ what: "the files of sandboxes end in .yaml", mend: `Rename it to ${join(folder, name)}.yaml.` }];
  }
  if (!RFC_1123.test(name)) {
    const repaired = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "");
    const mend = `Rename it to ${join(folder, repaired || "pilot1")}.yaml: lower-case letters, digits and inner hyphens.`;
    return [{ what: `${quote(name)} is not an RFC 1123 name, and namespaces have one`, mend }];
  }
  if (name.length > LONGEST_NAME) {
    const what = `${quote(name)} has ${name.length} characters, more than ${LONGEST_NAME}`;
    return [{ what, mend: "Shorten the name of the file: stacks, claims and groups carry it." }];
  }
  if (RESERVED_NAMESPACES.includes(name) || name.startsWith("kube-") || STACK_SUFFIX.test(name)) {
    const what = `${quote(name)} is a name that Kubernetes or the testbed uses itself`;
    return [{ what, mend: "Rename the file; the namespace has its name." }];
  }
  return [];
}

/** The sandbox that a file describes. */
export function nameOf(entry: string): string {
  return entry.replace(/\.ya?ml$/, "");
}
