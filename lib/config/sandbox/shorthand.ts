import type { PathStep } from "../problem";

/** A mapping that may be written as the value of one of its keys alone. `*` stands for any key or index. */
export interface Shorthand {
  readonly path: readonly string[];
  readonly key: string;
}

/** The short forms of a sandbox file: `broker: 9092` means `broker: {port: 9092}`. */
export const SHORTHANDS: readonly Shorthand[] = [
  { path: ["components", "*", "image"], key: "reference" },
  { path: ["components", "*", "ports", "*"], key: "port" },
  { path: ["components", "*", "env", "*"], key: "value" },
  { path: ["components", "*", "dependsOn", "*"], key: "component" },
  { path: ["components", "*", "init", "*", "image"], key: "reference" },
  { path: ["components", "*", "init", "*", "env", "*"], key: "value" },
];

/** Writes the short forms of a value in full. What is no mapping where one is due stays as it is, to be reported. */
export function expandShorthands(value: unknown): unknown {
  return SHORTHANDS.reduce((root, { path, key }) => expand(root, path, key), value);
}

function expand(value: unknown, [step, ...rest]: readonly string[], key: string): unknown {
  if (step === undefined) return isScalar(value) ? { [key]: value } : value;
  if (Array.isArray(value)) return step === "*" ? value.map((item) => expand(item, rest, key)) : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, step === "*" || step === name ? expand(item, rest, key) : item]),
  );
}

/** The path as it was written: without the key that a short form leaves out. */
export function shortPath(path: readonly PathStep[], written: unknown): readonly PathStep[] {
  let value = written;
  for (const [index, step] of path.entries()) {
    if (isScalar(value)) return path.slice(0, index);
    value = typeof value === "object" && value !== null ? (value as Record<PathStep, unknown>)[step] : undefined;
  }
  return path;
}

function isScalar(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}
