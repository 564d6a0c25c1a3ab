import { type OutputUnit, validate } from "@cfworker/json-schema";
import type { ValuesSchema } from "./recorded";
import { isUnresolved } from "./unresolved";

/** One place at which values break their schema. */
export interface Fault {
  /** The way to the value. */
  readonly path: readonly (string | number)[];
  /** What of the schema it breaks; `unknown` for a key that the schema does not know. */
  readonly breaks: "unknown" | "type" | "enum" | "const" | "pattern" | "minimum" | "maximum";
  readonly value: unknown;
  /** The schema of the value; that of the mapping around it for an unknown key. */
  readonly schema: ValuesSchema;
}

/**
 * Every place at which values, as JSON has them, break a schema, each once. Unresolved tokens break nothing; nor does an
 * empty value under a key, by which Helm takes the key away.
 */
export function faultsOf(values: unknown, schema: ValuesSchema): Fault[] {
  const { errors } = validate(values, schema as object, "7", NO_REFERENCES, false);
  const faults = new Map<string, Fault>();
  for (const [index, error] of errors.entries()) {
    const fault = error.keyword === "false" ? unknownKey(error, errors[index - 1]) : wrongValue(error);
    if (fault !== undefined && !faults.has(error.instanceLocation)) faults.set(error.instanceLocation, fault);
  }
  return [...faults.values()];

  function unknownKey(error: OutputUnit, around: OutputUnit | undefined): Fault | undefined {
    const { path, value } = follow(values, error.instanceLocation);
    if (around === undefined || isUnresolved(path.at(-1))) return undefined;
    return { path, breaks: "unknown", value, schema: schemaOf(around) };
  }

  function wrongValue(error: OutputUnit): Fault | undefined {
    if (!isOfValue(error.keyword)) return undefined;
    const { path, value } = follow(values, error.instanceLocation);
    if (isUnresolved(value) || (value === null && typeof path.at(-1) === "string")) return undefined;
    return { path, breaks: error.keyword, value, schema: schemaOf(error) };
  }

  function schemaOf({ keywordLocation }: OutputUnit): ValuesSchema {
    return follow(schema, keywordLocation.slice(0, keywordLocation.lastIndexOf("/"))).value as ValuesSchema;
  }
}

/** Recorded schemas hold no references, so nothing has to be looked up: that saves most of the validator's time. */
const NO_REFERENCES = {};

const OF_VALUE = ["type", "enum", "const", "pattern", "minimum", "maximum"] as const;

/** Whether a keyword looks at one value. The others say only that something below is wrong. */
function isOfValue(keyword: string): keyword is (typeof OF_VALUE)[number] {
  return OF_VALUE.some((known) => known === keyword);
}

/** Follows a JSON pointer, in the form of the fragment of a URL, to what it points at. */
function follow(from: unknown, pointer: string): { path: (string | number)[]; value: unknown } {
  const path: (string | number)[] = [];
  let value = from;
  for (const step of pointer.split("/").slice(1)) {
    const key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(value) ? Number(key) : key);
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return { path, value };
}
