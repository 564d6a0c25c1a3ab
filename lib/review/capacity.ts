import Table from "cli-table3";

/** Processor time in millicores, and memory in bytes. */
interface Amounts {
  readonly cpu: number;
  readonly memory: number;
}

interface Line {
  readonly name: string;
  readonly amounts: Amounts;
}

/** What the nodes of a testbed have, and who reserves how much of it. */
export interface Capacity {
  readonly nodes: readonly Line[];
  readonly reserved: readonly Line[];
  readonly left: Amounts;
  readonly unknown: readonly string[];
}

/** A table of what the nodes have at their maximum, what is reserved, and what is left; empty where that is not known. */
export function capacityTable({ nodes, reserved, left, unknown }: Capacity): string[] {
  if (unknown.length > 0 || reserved.length < 2) return [];
  const table = new Table({
    head: ["capacity", "CPU", "memory"],
    colAligns: ["left", "right", "right"],
    style: { head: [], border: [] },
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  const row = (name: string, { cpu, memory }: Amounts, sign: string) =>
    table.push([name, `${sign}${(cpu / 1000).toFixed(2)}`, `${sign}${(memory / 2 ** 30).toFixed(1)}Gi`]);
  for (const { name, amounts } of nodes) row(`nodes ${name}`, amounts, "");
  for (const { name, amounts } of reserved) row(name, amounts, "-");
  row("left", left, "");
  return [table.toString()];
}
