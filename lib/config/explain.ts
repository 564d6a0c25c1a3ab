import type { z } from "zod";
import { kindOf, quote } from "../quote";
import { nearest, suggest } from "../suggest";
import type { PathStep } from "./problem";
import type { SchemaTree } from "./schema-tree";

/** What is wrong with one value, and what to do; not yet tied to a place in a file. */
export interface Finding {
  readonly path: readonly PathStep[];
  readonly target: "key" | "value";
  readonly what: string;
  readonly mend: string;
  /** Values elsewhere in the same file that the finding rests on. Default: none. */
  readonly restsOn?: readonly (readonly PathStep[])[];
  /** What a wrong key was probably meant to be. Default: nobody can tell. */
  readonly meant?: readonly PathStep[];
  /** Values in other files that the finding rests on; files are named as in `DescriptionFile`. Default: none. */
  readonly restsOnFiles?: readonly { readonly file: string; readonly path: readonly PathStep[] }[];
}

type Issue = z.core.$ZodIssue;

/** Turns one issue of zod into findings that a newcomer understands. */
export function explain(issue: Issue, input: unknown, tree: SchemaTree): Finding[] {
  const path = pathOf(issue);
  if (issue.code === "unrecognized_keys") {
    const known = tree.keys(path);
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      return {
        path: [...path, key],
        target: "key",
        what: `unknown key ${quote(key)}`,
        mend: `${isSecret(key) ? "Secrets never stand here, only their names do. " : ""}${suggest(key, known, "keys here")}`,
        ...(meant === undefined ? {} : { meant: [...path, meant] }),
      };
    });
  }
  if (issue.code === "invalid_key") {
    return issue.issues.map(({ message }) => ({ path, target: "key", ...split(message) }));
  }
  return [{ path, target: "value", ...explainValue(issue, valueAt(input, path), tree, path) }];
}

/** The way to the value that an issue is about. */
export function pathOf(issue: Issue): PathStep[] {
  return issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
}

/** The value at a path, or undefined. */
export function valueAt(input: unknown, path: readonly PathStep[]): unknown {
  return path.reduce<unknown>((value, step) => (isIndexable(value) ? value[step] : undefined), input);
}

function explainValue(issue: Issue, value: unknown, tree: SchemaTree, path: readonly PathStep[]) {
  if (value === undefined) {
    return { what: "is missing", mend: `Add it: ${tree.describe(path)}.${exampleOf(tree, path)}` };
  }
  // What a schema says itself is better than what can be said of any.
  if (issue.message.includes("\n")) return split(issue.message);
  switch (issue.code) {
    case "invalid_type":
      if (/^(int|number)$/.test(issue.expected) && typeof value === "string" && /^-?\d+\.\d+$/.test(value)) {
        return { what: `is ${value}, not a whole number`, mend: "Write a whole number." };
      }
      if (issue.expected === "string" && isScalar(value) && tree.admits(path, String(value))) {
        return { what: `is ${kindOf(value)}, not text`, mend: `Put it in quotes: ${quote(String(value))}.` };
      }
      return {
        what: `is ${kindOf(value)}, not ${EXPECTED[issue.expected] ?? issue.expected}`,
        mend: `Write ${EXPECTED[issue.expected] ?? issue.expected}.${exampleOf(tree, path)}`,
      };
    case "invalid_value":
      return {
        what: `${quote(value)} is not among the values for ${[...path].reverse().find((step) => typeof step === "string")}`,
        mend: suggest(String(value), issue.values.map(String), "values"),
      };
    case "too_small":
      return issue.origin === "array"
        ? { what: "is empty", mend: `Add at least ${issue.minimum}.${exampleOf(tree, path)}` }
        : { what: `${quote(value)} is less than ${issue.minimum}`, mend: `Write ${issue.minimum} or more.` };
    case "too_big":
      return { what: `${quote(value)} is more than ${issue.maximum}`, mend: `Write ${issue.maximum} or less.` };
    default:
      return split(issue.message);
  }
}

/** Whether a key that nobody knows is meant for a secret. */
function isSecret(key: string): boolean {
  return /(pass(word|phrase|wd)|token|secret|credentials?|(api|access|private|secret)key)$/.test(
    key.toLowerCase().replace(/[^a-z]/g, ""),
  );
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: "text",
  number: "a whole number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
};

function exampleOf(tree: SchemaTree, path: readonly PathStep[]): string {
  const example = path.length === 0 ? undefined : tree.sample(path);
  const shown = JSON.stringify(example);
  return shown === undefined || shown !== quote(example) ? "" : ` For example ${shown}.`;
}

function split(message: string): { what: string; mend: string } {
  const [what = message, mend = ""] = message.split("\n");
  return { what, mend };
}

function isScalar(value: unknown): boolean {
  return typeof value === "number" || typeof value === "boolean";
}

function isIndexable(value: unknown): value is Record<PathStep, unknown> {
  return typeof value === "object" && value !== null;
}
