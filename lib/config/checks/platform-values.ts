import { checkFreeValues } from "../../charts/free-values";
import { PLATFORM_CHARTS, type PlatformChart } from "../../charts/platform-charts";
import type { Check, CheckFinding } from "./check";

/** Helm values of the description: what the charts know, what is open, and no secrets. */
export const checkPlatformValues: Check = ({ testbed }) =>
  Object.entries(testbed.platform.values).flatMap(([chart, values]) =>
    checkFreeValues(PLATFORM_CHARTS[chart as PlatformChart], values).map(
      ({ path, ...problem }): CheckFinding => ({
        ...problem,
        file: "testbed",
        severity: "error",
        path: ["platform", "values", chart, ...path],
      }),
    ),
  );
