import { checkValues } from "../../charts/check-values";
import { conflicts } from "../../charts/merge-values";
import { chosenValues, PLATFORM_CHARTS, type PlatformChart } from "../../charts/platform-charts";
import { secretsIn } from "../../charts/secret-values";
import type { Finding } from "../explain";
import type { Check, CheckFinding } from "./check";

/** Helm values of the description: keys and types that the charts know, nothing that the testbed rests on, and no secrets. */
export const checkPlatformValues: Check = ({ testbed }) =>
  Object.entries(testbed.platform.values).flatMap(([chart, values]) => checkChart(chart as PlatformChart, values));

function checkChart(chart: PlatformChart, values: object): CheckFinding[] {
  const at = (path: Finding["path"]) => ["platform", "values", chart, ...path];
  const error = (path: Finding["path"], what: string, mend: string, target: Finding["target"]): CheckFinding => ({
    file: "testbed",
    severity: "error",
    path: at(path),
    what,
    mend,
    target,
  });
  return [
    ...checkValues(PLATFORM_CHARTS[chart], values).map(({ path, what, mend, target }) =>
      error(path, what, mend, target),
    ),
    ...conflicts(chosenValues(chart).fixed, values).map((path) =>
      error(path, "is what the testbed sets itself, and rests on", "Remove it.", "key"),
    ),
    ...secretsIn(values).map((path) =>
      error(
        path,
        "looks like a secret, and values stand in states as they are",
        "Keep it in a secret of Kubernetes, and name that.",
        "key",
      ),
    ),
  ];
}
