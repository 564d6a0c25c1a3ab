import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packagePath } from "../package-path";
import { CHARTS, type ChartName } from "../versions";
import { withShapes } from "./kubernetes-shapes";

/** A type of JSON. */
export type JsonType = "array" | "boolean" | "integer" | "null" | "number" | "object" | "string";

/** The part of JSON Schema that recorded charts use. Where nothing is said, anything may stand. */
export interface ValuesSchema {
  readonly type?: JsonType | readonly JsonType[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, ValuesSchema>>;
  readonly additionalProperties?: boolean | ValuesSchema;
  readonly items?: ValuesSchema;
}

/** What is recorded of a chart. */
export interface RecordedChart {
  readonly version: string;
  /** What its values may be. */
  readonly schema: ValuesSchema;
}

const read = new Map<ChartName, RecordedChart>();

/** What is recorded of a chart that we install; read once, when somebody asks. */
export function recordedChart(chart: ChartName): RecordedChart {
  const known = read.get(chart);
  if (known !== undefined) return known;
  const file = join(packagePath("charts/recorded"), `${CHARTS[chart].chart}.json`);
  const { version, schema }: RecordedChart = JSON.parse(readFileSync(file, "utf8"));
  const recorded = { version, schema: withShapes(schema) };
  read.set(chart, recorded);
  return recorded;
}
