import type { Check, CheckFinding } from "./check";
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

/** The checks of all sandboxes: each by itself, and what they may not share. */
export const SANDBOX_CHECKS: readonly Check[] = [
  (around) =>
    Object.entries(around.sandboxes).flatMap(([name, sandbox]) =>
      CHECKS_OF_ONE_SANDBOX.flatMap((check) => check(sandbox, { name, around })).map(
        (finding): CheckFinding => ({ ...finding, file: `sandboxes/${name}`, severity: "error" }),
      ),
    ),
  checkWaysIn,
];
