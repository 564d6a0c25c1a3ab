import { amountOf } from "./amount";
import type { ValueProblem } from "./check-values";

/** Where values ask for more than they allow, which Kubernetes refuses: `requests` beside `limits`, wherever they stand. */
export function overLimits(values: unknown, path: readonly string[] = []): ValueProblem[] {
  if (!isMapping(values)) return [];
  const { requests, limits } = values;
  const here =
    isMapping(requests) && isMapping(limits)
      ? Object.keys(requests).flatMap((key) => {
          const [asked, allowed] = [amountOf(requests[key]), amountOf(limits[key])];
          if (asked === undefined || allowed === undefined || asked <= allowed) return [];
          const what = `asks for ${requests[key]}, and may take ${limits[key]}`;
          return [problem([...path, "requests", key], what, `Raise limits.${key} too.`)];
        })
      : [];
  return [...here, ...Object.entries(values).flatMap(([key, value]) => overLimits(value, [...path, key]))];
}

function problem(path: readonly string[], what: string, mend: string): ValueProblem {
  return { path, target: "value", what, mend };
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
