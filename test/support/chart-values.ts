import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CHARTS } from "../../lib/versions";

/** The keys of a chart's values, each with its types or the keys below it; `{}` stands for free keys. */
export interface RecordedKeys {
  readonly [key: string]: readonly string[] | RecordedKeys;
}

/** Reads the keys that were recorded of the pinned version of a chart. */
export function recordedKeys(chart: keyof typeof CHARTS): RecordedKeys {
  const file = `${chart}-${CHARTS[chart].version}.json`;
  return JSON.parse(readFileSync(join(__dirname, "../schemas/charts", file), "utf8"));
}

/** What is wrong with values: keys that the chart does not know and would ignore, and values of another type. */
export function checkValues(values: object, keys: RecordedKeys, path = ""): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const recorded = keys[key];
    const at = `${path}${key}`;
    if (recorded === undefined) return [`${at}: unknown key`];
    if (!isList(recorded)) {
      if (typeof value !== "object" || value === null) return [`${at}: not a mapping`];
      return Object.keys(recorded).length === 0 ? [] : checkValues(value, recorded, `${at}.`);
    }
    return recorded.includes(typeOf(value)) ? [] : [`${at}: ${typeOf(value)}, not ${recorded.join(" or ")}`];
  });
}

function isList(value: readonly string[] | RecordedKeys): value is readonly string[] {
  return Array.isArray(value);
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}
