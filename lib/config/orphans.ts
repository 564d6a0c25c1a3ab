import type { LedgerDescription } from "./ledger";
import { testbedNames } from "./places";
import type { Problem } from "./problem";
import { problemOf, type ReadFile } from "./read-file";

/** Finds testbeds of the ledger that no place is named after: a place that was renamed would make all its stacks anew. */
export function orphans(directory: string, { value: ledger, yaml }: ReadFile<LedgerDescription>): Problem[] {
  const names = testbedNames(directory);
  if (!ledger || !names) return [];
  return Object.keys(ledger)
    .filter((name) => !names.includes(name))
    .map((name) => {
      const what = `no place is named "${name}"`;
      const mend = `Give its place that name back; where the testbed is gone for good, remove ${name} here.`;
      return problemOf({ path: [name], target: "key", what, mend }, "error", yaml);
    });
}
