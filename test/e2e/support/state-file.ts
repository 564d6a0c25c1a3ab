import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { TERRAFORM_STATE_VERSION } from "../tools";

/** Writes a state with outputs alone, as a stack that has been applied elsewhere leaves it. */
export function writeState(file: string, outputs: Readonly<Record<string, string | readonly string[]>>): void {
  const typed = Object.entries(outputs).map(([name, value]) => [
    name,
    { value, type: typeof value === "string" ? "string" : ["list", "string"] },
  ]);
  mkdirSync(dirname(file), { recursive: true });
  const state = {
    version: TERRAFORM_STATE_VERSION,
    terraform_version: "1.11.0",
    serial: 1,
    lineage: "outputs-of-another-stack",
    outputs: Object.fromEntries(typed),
    resources: [],
  };
  writeFileSync(file, JSON.stringify(state));
}
