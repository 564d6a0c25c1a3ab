import type { CompleteDescription } from "../config/checks/check";
import { DescriptionError } from "../config/problem";
import { changesOf } from "./record";

/** Whether this is a place where nobody may write the ledger: `CI` is set, as it is by every service of its kind. */
export function isReadOnly(): boolean {
  return !["", "0", "false"].includes(process.env.CI ?? "");
}

/**
 * Makes sure that the ledger knows everything that is described, where nobody may write it, as in CI: what is missing is
 * to be committed where it arose.
 *
 * @throws DescriptionError when something is missing
 */
export function assertRecorded(description: CompleteDescription): void {
  const { datasets, ports } = changesOf(description);
  const problems = [
    ...Object.keys(datasets.written).map((claim) => `${claim} is not in the ledger as it is described`),
    ...datasets.dropped.map((claim) => `${claim} is removed, and still among the datasets`),
    ...Object.keys(ports.written).map((way) => `${way} has no node port in the ledger yet`),
    ...ports.dropped.map((way) => `${way} has a node port in the ledger and asks for none`),
  ].map((what) => ({
    severity: "error" as const,
    position: { file: "ledger.yaml", line: 1, column: 1 },
    path: [description.place.name],
    what,
    mend: "Run npm run synth where you may write, and commit ledger.yaml.",
  }));
  if (problems.length > 0) throw new DescriptionError(problems);
}
