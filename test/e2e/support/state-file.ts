import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Writes a Terraform state that holds outputs alone, as if another stack had been applied. */
export function writeState(file: string, outputs: Readonly<Record<string, string | readonly string[]>>): void {
  const typed = Object.entries(outputs).map(([name, value]) => [
    name,
    { value, type: typeof value === "string" ? "string" : ["list", "string"] },
  ]);
  mkdirSync(dirname(file), { recursive: true });
  const state = {
    version: 4,
    terraform_version: "1.11.0",
    serial: 1,
    lineage: "another-stack",
    outputs: Object.fromEntries(typed),
    resources: [],
  };
  writeFileSync(file, JSON.stringify(state));
}
