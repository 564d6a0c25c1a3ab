import type { LedgerDescription } from "./ledger";
import type { Problem } from "./problem";
import type { ReadFile } from "./read-file";

/** Finds aliases and merges in the ledger: where a synth changes one entry, it would change others too, or none. */
export function ledgerReuses({ yaml }: ReadFile<LedgerDescription>): Problem[] {
  return yaml.reuses.map((position) => ({
    severity: "error",
    position,
    path: [],
    what: "an alias or a merge stands here, and a synth that writes this file cannot keep it",
    mend: "Write out what it stands for.",
  }));
}
