import { amountOf } from "../../charts/amount";
import type { PodRequests } from "../../charts/requests";
import type { Amounts } from "./amounts";

/**
 * What a container asks for: what is set in values of its chart, below `resources`, and else what the chart is told.
 *
 * @param values those of the container, of whatever form
 */
export function requestsIn(values: unknown, { cpu, memory }: PodRequests): Amounts {
  const requests = below(below(values, "resources"), "requests");
  return {
    cpu: Math.round((amountOf(below(requests, "cpu")) ?? amountOf(cpu) ?? 0) * 1000),
    memory: amountOf(below(requests, "memory")) ?? amountOf(memory) ?? 0,
  };
}

/** A value below a key of values, where there is one. */
export function below(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}
