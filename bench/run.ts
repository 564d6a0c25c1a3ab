// Times whole processes, each started anew, and prints the table of bench/README.md: npm run bench.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import { writeTestbed } from "./many-sandboxes";

/** Runs of each case; fewer of those that take long. */
const RUNS = 11;
const RUNS_OF_LONG = 3;
const LONG_SECONDS = 2;
const root = join(__dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "testbed-bench-"));
const run = join(root, "lib/cli/run.cjs");

const CASES: Readonly<Record<string, readonly string[]>> = {
  "node -e 0": ["-e", "0"],
  "an empty app with the same imports": [run, join(root, "bench/floor.ts")],
  "the platform stack alone": [run, join(root, "bench/platform.ts")],
  "the reference testbed": [run, join(root, "main.ts")],
  "the blueprint of 15 pilots": [run, join(root, "main.ts"), join(root, "examples/blueprint")],
  ...Object.fromEntries(
    [1, 10, 100, 1000].map((count) => [`${count} sandboxes`, [run, join(root, "main.ts"), many(count)]]),
  ),
};

function many(count: number): string {
  const testbed = join(folder, String(count));
  writeTestbed(root, testbed, count);
  return testbed;
}

/** One cold run: its time in seconds and its peak memory in MiB. */
function measure(args: readonly string[]): { seconds: number; mebibytes: number } {
  const memory = join(folder, "memory");
  const env = { ...process.env, BENCH_MEMORY: memory, CDKTF_OUTDIR: join(folder, "cdktf.out") };
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ["-r", join(__dirname, "report-memory.cjs"), ...args], {
    env,
    cwd: root,
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (status !== 0) throw new Error(`${args.join(" ")} failed: ${stderr}`);
  return { seconds, mebibytes: Number(readFileSync(memory, "utf8")) / 1024 };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const table = new Table({
  head: ["", "median s", "fastest s", "slowest s", "peak MiB"],
  style: { head: [], border: [] },
});
for (const [name, args] of Object.entries(CASES)) {
  const { seconds: first } = measure(args); // It fills the caches of the disk and of the TypeScript loader.
  const runs = Array.from({ length: first < LONG_SECONDS ? RUNS : RUNS_OF_LONG }, () => measure(args));
  const times = runs.map(({ seconds }) => seconds);
  const figures = [median(times), Math.min(...times), Math.max(...times)].map((seconds) => seconds.toFixed(3));
  table.push([name, ...figures, median(runs.map(({ mebibytes }) => mebibytes)).toFixed(0)]);
}
rmSync(folder, { recursive: true });
console.log(table.toString());
