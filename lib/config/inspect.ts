import type { z } from "zod";
import { explain, type Finding, pathOf, valueAt } from "./explain";
import type { PathStep } from "./problem";
import { SchemaTree } from "./schema-tree";

/** What became of one file's value. */
export interface Inspected<T> {
  readonly findings: readonly Finding[];
  /**
   * The value with its defaults. Where it had errors, examples stand in for what is wrong or missing, so that the checks
   * across keys can still run; undefined where nothing can stand in.
   */
  readonly value: T | undefined;
}

/** Checks a value against its schema, and finds everything that is wrong with it. */
export function inspect<S extends z.ZodType>(schema: S, input: unknown): Inspected<z.output<S>> {
  let tree: SchemaTree | undefined;
  const findings: Finding[] = [];
  let candidate = input;
  // A wrong key hides what is below it until a stand-in takes its place, so look again until nothing new turns up.
  const renamed = new Map<string, string>();
  for (let round = 0; round < 5; round++) {
    const result = schema.safeParse(candidate);
    if (result.success) return { findings: withoutMisspelt(findings, input), value: restore(result.data, renamed) };
    tree ??= new SchemaTree(schema);
    const before = candidate;
    candidate = structuredClone(candidate);
    for (const issue of result.error.issues) {
      for (const finding of explain(issue, before, tree)) {
        const written = asWritten(finding, renamed);
        if (!findings.some((earlier) => spoils(earlier, written))) findings.push(written);
      }
      candidate = standIn(candidate, issue, tree, renamed);
    }
  }
  return { findings: withoutMisspelt(findings, input), value: undefined };
}

/** Replaces the cause of one issue by something that the schema accepts. */
function standIn(root: unknown, issue: z.core.$ZodIssue, tree: SchemaTree, renamed: Map<string, string>): unknown {
  const path = pathOf(issue);
  const last = path.at(-1);
  const parent = valueAt(root, path.slice(0, -1));
  if (issue.code === "unrecognized_keys") {
    const owner = valueAt(root, path);
    if (isRecord(owner)) for (const key of issue.keys) delete owner[key];
  } else if (last === undefined) {
    return {};
  } else if (issue.code === "invalid_key" && isRecord(parent)) {
    const free = tree.word(path.slice(0, -1), Object.keys(parent));
    if (typeof free === "string") {
      parent[free] = parent[last];
      renamed.set([...path.slice(0, -1), free].join("\0"), String(last));
    }
    delete parent[last];
  } else if (isRecord(parent)) {
    const example = tree.example(path);
    if (example === undefined) delete parent[last];
    else parent[last] = structuredClone(example);
  } else if (Array.isArray(parent) && typeof last === "number") {
    parent[last] = structuredClone(tree.example(path)) ?? tree.word(path.slice(0, -1), parent);
  }
  return root;
}

/** Whether a finding is known already, or is about a stand-in for what an earlier one found wrong. */
function spoils(earlier: Finding, later: Finding): boolean {
  const same = earlier.path.length === later.path.length && earlier.target === later.target;
  return leadsTo(earlier.path, later.path) && (same || earlier.target === "value");
}

/** Leaves out what is missing because its key is misspelt. */
function withoutMisspelt(findings: readonly Finding[], input: unknown): Finding[] {
  const isMeant = (path: readonly PathStep[]) =>
    findings.some(({ meant }) => meant !== undefined && meant.length === path.length && leadsTo(meant, path));
  return findings.filter(({ path }) => valueAt(input, path) !== undefined || !isMeant(path));
}

/** Gives renamed keys their own names back. */
function restore<T>(value: T, renamed: ReadonlyMap<string, string>): T {
  // What stands in a renamed mapping was renamed after it.
  for (const [standIn, name] of [...renamed].reverse()) {
    const path = standIn.split("\0");
    const parent = valueAt(value, path.slice(0, -1));
    const key = path.at(-1);
    if (!isRecord(parent) || key === undefined || !(key in parent)) continue;
    parent[name] = parent[key];
    delete parent[key];
  }
  return value;
}

/** Whether a path is another one, or leads to it. */
export function leadsTo(path: readonly PathStep[], other: readonly PathStep[]): boolean {
  return path.length <= other.length && path.every((step, index) => step === other[index]);
}

/** A finding about what was written, where keys have been renamed. */
function asWritten(finding: Finding, renamed: ReadonlyMap<string, string>): Finding {
  const { meant } = finding;
  return { ...finding, path: original(finding.path, renamed), ...(meant ? { meant: original(meant, renamed) } : {}) };
}

function original(path: readonly PathStep[], renamed: ReadonlyMap<string, string>): PathStep[] {
  return path.map((step, index) => renamed.get(path.slice(0, index + 1).join("\0")) ?? step);
}

function isRecord(value: unknown): value is Record<PathStep, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
