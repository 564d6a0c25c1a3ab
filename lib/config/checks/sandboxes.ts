import type { CheckFinding, Description } from "./check";
import { checkDatasets } from "./sandbox/datasets";
import { checkEgress } from "./sandbox/egress";
import { checkExposures } from "./sandbox/exposures";
import { checkKinds } from "./sandbox/kinds";
import { checkSandboxNames } from "./sandbox/names";
import { checkQuota } from "./sandbox/quota";
import { checkReferences } from "./sandbox/references";
import type { SandboxCheck } from "./sandbox/sandbox-check";
import { checkSecurity } from "./sandbox/security";
import { checkWaysIn } from "./ways-in";

/** The checks of one sandbox by itself. */
export const CHECKS_OF_ONE_SANDBOX: readonly SandboxCheck[] = [
  checkKinds,
  checkSandboxNames,
  checkReferences,
  checkSecurity,
  checkQuota,
  checkDatasets,
  checkExposures,
  checkEgress,
];

/**
 * Checks all sandboxes: each by itself, and what they may not share.
 *
 * @param around the testbed; undefined where it cannot be read, and only the sandboxes themselves can be checked
 */
export function checkSandboxes(sandboxes: Description["sandboxes"], around?: Description): CheckFinding[] {
  const alone = Object.entries(sandboxes).flatMap(([name, sandbox]) =>
    CHECKS_OF_ONE_SANDBOX.flatMap((check) => check(sandbox, { name, around })).map(
      (finding): CheckFinding => ({ ...finding, file: `sandboxes/${name}`, severity: "error" }),
    ),
  );
  return [...alone, ...checkWaysIn(sandboxes, around)];
}
