import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** A value of an output: a text, a list or a map. */
export type OutputValue = string | readonly string[] | Readonly<Record<string, string>>;

/** Writes a Terraform state that holds outputs alone, as if another stack had been applied. */
export function writeState(file: string, outputs: Readonly<Record<string, OutputValue>>): void {
  const typed = Object.entries(outputs).map(([name, value]) => [name, { value, type: typeOf(value) }]);
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

function typeOf(value: OutputValue): unknown {
  if (typeof value === "string") return "string";
  return [Array.isArray(value) ? "list" : "map", "string"];
}
