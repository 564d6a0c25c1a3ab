import type { ChartName } from "../versions";
import { checkValues, type ValueProblem } from "./check-values";
import { withDecimals } from "./decimal-values";
import { closedIn } from "./open-keys";
import { secretsIn } from "./secret-values";

/** What is wrong with any values of a chart: what it does not know, and secrets. */
export function checkAllValues(chart: ChartName, values: object): ValueProblem[] {
  return [...checkValues(chart, values), ...checkSecrets(values)];
}

/** What is wrong with values that people set: what is wrong with any, and what the testbed rests on. */
export function checkFreeValues(chart: ChartName, free: object): ValueProblem[] {
  const known = checkValues(chart, withDecimals(chart, free));
  const secrets = checkSecrets(free);
  const closed = closedIn(chart, free)
    .filter(({ path }) => ![...known, ...secrets].some((other) => isSame(path, other.path)))
    .map(({ path, open, isHalfOpen }): ValueProblem => {
      const all = open.join(", ");
      if (isHalfOpen)
        return { path, target: "key", what: "is open in parts alone", mend: `Write a mapping of: ${all}.` };
      const mend = all === "" ? "Remove it." : `Remove it. Open here: ${all}.`;
      return { path, target: "key", what: "is what the testbed rests on, and closed", mend };
    });
  const isBelowClosed = ({ path }: ValueProblem) =>
    closed.some((other) => isSame(path.slice(0, other.path.length), other.path));
  return [...known.filter((problem) => !isBelowClosed(problem)), ...secrets, ...closed];
}

function checkSecrets(values: object): ValueProblem[] {
  return secretsIn(values).map((path) => ({
    path,
    target: "key",
    what: "looks like a secret, and values stand in states as they are",
    mend: "Keep it in a secret of Kubernetes, and name that.",
  }));
}

/** Whether two ways lead to the same value. */
export function isSame(a: ValueProblem["path"], b: ValueProblem["path"]): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}
