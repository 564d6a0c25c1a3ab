import { kindOf, quote } from "../quote";
import { nearest, suggest } from "../suggest";
import { CHARTS, type ChartName } from "../versions";
import { type Fault, faultsOf } from "./faults";
import { type JsonType, recordedChart, type ValuesSchema } from "./recorded";

/** What is wrong with one of the values of a chart, and what to do. */
export interface ValueProblem {
  readonly path: readonly (string | number)[];
  readonly target: "key" | "value";
  /** What is wrong, a sentence without its full stop. */
  readonly what: string;
  /** What to do about it, one or more sentences. */
  readonly mend: string;
}

/**
 * Holds values against what is recorded of the pinned version of a chart: keys that the chart does not know, which most
 * charts ignore in silence, and values that it does not take. Values beside the chart's own: nothing has to be there.
 */
export function checkValues(chart: ChartName, values: object): ValueProblem[] {
  // As Helm reads them: keys that are undefined are not there.
  const written: unknown = JSON.parse(JSON.stringify(values));
  return faultsOf(written, recordedChart(chart).schema).map((fault) => ({
    path: fault.path,
    target: fault.breaks === "unknown" ? "key" : "value",
    ...explained(fault, chart),
  }));
}

function explained(fault: Fault, chart: ChartName): { what: string; mend: string } {
  const { path, value, schema } = fault;
  const key = String(path.at(-1));
  switch (fault.breaks) {
    case "unknown":
      return { what: `unknown key ${quote(key)}`, mend: suggestKey(key, Object.keys(schema.properties ?? {}), chart) };
    case "type":
      return explainType(value, schema);
    case "enum":
    case "const": {
      const may = fault.breaks === "enum" ? (schema.enum ?? []) : [schema.const];
      return {
        what: `${quote(value)} is not among the values for ${key}`,
        mend: suggest(String(value), may.filter((one) => one !== null).map(String), "values"),
      };
    }
    case "pattern":
      return {
        what: `${quote(value)} is not of the form that the chart takes`,
        mend: `Write it to match ${schema.pattern}.`,
      };
    case "minimum":
      return { what: `${quote(value)} is less than ${schema.minimum}`, mend: `Write ${schema.minimum} or more.` };
    case "maximum":
      return { what: `${quote(value)} is more than ${schema.maximum}`, mend: `Write ${schema.maximum} or less.` };
  }
}

/** Names what was meant, or all that may stand here where that is not a page full. */
function suggestKey(key: string, known: readonly string[], chart: ChartName): string {
  if (known.length <= 30 || nearest(key, known) !== undefined) return suggest(key, known, "keys here");
  return `It is not in the values.yaml of ${CHARTS[chart].chart} ${CHARTS[chart].version}.`;
}

function explainType(value: unknown, { type = [] }: ValuesSchema): { what: string; mend: string } {
  const types = [type].flat();
  const all = types.flatMap((one) => (one === "null" ? [] : [EXPECTED[one]])).join(" or ");
  const what = `is ${kindOf(value)}, not ${all}`;
  if (types.includes("string") && isScalar(value)) return { what, mend: `Put it in quotes: ${quote(String(value))}.` };
  return { what, mend: isQuoted(value, types) ? `Take the quotes away: ${value}.` : `Write ${all}.` };
}

/** Whether a text would be right without its quotes. */
function isQuoted(value: unknown, types: readonly JsonType[]): boolean {
  if (value === "true" || value === "false") return types.includes("boolean");
  const isNumber = types.includes("integer") || types.includes("number");
  return isNumber && typeof value === "string" && /^\d+$/.test(value);
}

const EXPECTED = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
} as const;

function isScalar(value: unknown): boolean {
  return typeof value === "number" || typeof value === "boolean";
}
