import { readFileSync } from "node:fs";
import { join } from "node:path";
import Table from "cli-table3";
import { type Manifest, readManifest } from "./manifest";

/** A table of the stacks that were synthesized to a folder, in the order in which they are deployed, and all warnings. */
export function summarize(outdir: string): string {
  const manifest = readManifest(outdir);
  const table = new Table({
    head: ["stack", "resources", "data sources", "deployed after"],
    style: { head: [], border: [] },
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  let resources = 0;
  const warnings: string[] = [];
  for (const stack of deploymentOrder(manifest)) {
    const json = JSON.parse(readFileSync(join(outdir, stack.synthesizedStackPath), "utf8"));
    const counted = count(json.resource);
    resources += counted;
    table.push([stack.name, counted, count(json.data), deployedAfter(stack, manifest)]);
    warnings.push(...stack.annotations.filter(({ level }) => level === "@cdktf/warn").map(({ message }) => message));
  }
  const closing = [
    plural(manifest.length, "stack"),
    plural(resources, "resource"),
    plural(warnings.length, "warning"),
  ].join(", ");
  return [table.toString(), ...warnings, closing].join("\n");
}

/** Most stacks that are named; the others are counted. */
const MOST_NAMED = 3;

/** The stacks that one waits for, without those that these wait for themselves. */
function deployedAfter({ dependencies }: Manifest[number], manifest: Manifest): string {
  const implied = new Set<string>();
  const visit = (name: string) => {
    for (const other of manifest.find((stack) => stack.name === name)?.dependencies ?? []) {
      if (implied.has(other)) continue;
      implied.add(other);
      visit(other);
    }
  };
  dependencies.forEach(visit);
  const direct = dependencies.filter((name) => !implied.has(name));
  const more = direct.length > MOST_NAMED ? ` and ${direct.length - MOST_NAMED} more` : "";
  return `${direct.slice(0, MOST_NAMED).join(", ")}${more}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function count(blocks: unknown): number {
  return Object.values(blocks ?? {}).reduce<number>((sum, byName) => sum + Object.keys(byName).length, 0);
}

function deploymentOrder(manifest: Manifest): Manifest {
  const ordered: Manifest[number][] = [];
  const visit = (stack: Manifest[number]) => {
    if (ordered.includes(stack)) return;
    for (const other of manifest.filter(({ name }) => stack.dependencies.includes(name))) visit(other);
    ordered.push(stack);
  };
  manifest.forEach(visit);
  return ordered;
}
