import { expect, it } from "vitest";
import { checkStack } from "./check-stack";
import { stackWith } from "./good-stack";
import { loadSchemas } from "./load";
import { formatProblem } from "./problem";

/** What is given, where the good stack is changed, and the new value (undefined removes the old one). */
export type Change = readonly [given: string, place: string, value: unknown];

/** A change that is a mistake, and the one problem that it causes. */
export type Fault = readonly [...Change, problem: string];

const schemas = loadSchemas();

/** One test for each change: the changed stack has no problem. */
export function accepts(changes: readonly Change[]): void {
  it.each(changes)("given %s, when the stack is checked, then there is no problem", (_given, place, value) => {
    expect(checkStack(stackWith(place, value), schemas).map(formatProblem)).toEqual([]);
  });
}

/** One test for each fault: the changed stack has exactly the named problem. */
export function refuses(faults: readonly Fault[]): void {
  it.each(faults)(
    "given %s, when the stack is checked, then only that is reported",
    (_given, place, value, problem) => {
      expect(checkStack(stackWith(place, value), schemas).map(formatProblem)).toEqual([problem]);
    },
  );
}
