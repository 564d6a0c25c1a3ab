import type { ChartName } from "../versions";
import { recordedChart, type ValuesSchema } from "./recorded";

const DECIMAL = /^-?\d+\.\d+$/;

/**
 * Values with decimals as numbers where the chart takes nothing else. A description keeps what looks like one as it is
 * written, because versions look so too: 1.10 is not 1.1.
 */
export function withDecimals(chart: ChartName, values: object): object {
  return decimalsIn(values, recordedChart(chart).schema) as object;
}

function decimalsIn(value: unknown, schema: ValuesSchema | undefined): unknown {
  if (typeof value === "string") return takesOnlyNumbers(schema) && DECIMAL.test(value) ? Number(value) : value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, decimalsIn(item, schema?.properties?.[key])]),
  );
}

function takesOnlyNumbers(schema: ValuesSchema | undefined): boolean {
  const types = [schema?.type ?? []].flat();
  return types.includes("number") && !types.includes("string");
}
