import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Block, StackJson } from "../../support/synth";
import { run } from "./run";

const reportSchema = z.object({
  results: z.object({
    failed_checks: z.array(
      z.object({ check_id: z.string(), check_name: z.string(), file_path: z.string(), resource: z.string() }),
    ),
  }),
  summary: z.object({ passed: z.number(), parsing_errors: z.number() }),
});
const notesSchema = z.object({
  "//": z.object({ checkov: z.object({ skip: z.array(z.object({ id: z.string(), comment: z.string() })) }) }),
});

/** A check of checkov on one part of one stack, which failed or is accepted. */
export interface Finding {
  readonly stack: string;
  readonly address: string;
  readonly id: string;
  /** What the check wants, or why it is accepted. */
  readonly text: string;
}

/** Runs checkov over stacks, by name, in a folder. */
export async function scan(
  checkov: string,
  folder: string,
  stacks: Readonly<Record<string, StackJson>>,
): Promise<Finding[]> {
  for (const [name, { resource, data, provider, terraform }] of Object.entries(stacks)) {
    // checkov cannot read a file with a required version (bridgecrewio/checkov#7454), nor one with several blocks `removed`: it
    // gets what it has checks for.
    const { required_version, ...readable } = terraform;
    const file = join(folder, name, "cdk.tf.json");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ resource, data, provider, terraform: readable }));
  }
  const options = ["--framework", "terraform_json", "--skip-download", "--quiet", "--output", "json"];
  const { stdout, stderr } = await run(checkov, ["--directory", folder, ...options]);
  const { results, summary } = reportSchema.parse(JSON.parse(stdout));
  if (summary.passed === 0 || summary.parsing_errors > 0) throw new Error(`checkov could not read it all:\n${stderr}`);
  return results.failed_checks.map(({ check_id: id, check_name: text, file_path, resource }) => {
    const stack = dirname(file_path).slice(1);
    return { stack, address: addressOf(resource, stacks[stack]), id, text };
  });
}

/** The findings that stacks accept by a note beside the resource. */
export function accepted(stacks: Readonly<Record<string, StackJson>>): Finding[] {
  return Object.entries(stacks).flatMap(([stack, json]) =>
    blocksOf(json).flatMap(([address, block]) => {
      const skip = notesSchema.safeParse(block).data?.["//"].checkov.skip ?? [];
      return skip.map(({ id, comment }) => ({ stack, address, id, text: comment }));
    }),
  );
}

/** Resources and data sources of a stack with their addresses. */
function blocksOf({ resource = {}, data = {} }: StackJson): [string, Block][] {
  const read = (prefix: string, types: NonNullable<StackJson["resource"]>) =>
    Object.entries(types).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]): [string, Block] => [`${prefix}${type}.${name}`, block]),
    );
  return [...read("", resource), ...read("data.", data)];
}

/** checkov leaves the type out of many addresses; the name tells, because it is the path of the construct. */
function addressOf(resource: string, stack: StackJson | undefined): string {
  const name = resource.split(".").at(-1);
  const addresses = stack ? blocksOf(stack).map(([address]) => address) : [];
  const [address, other] = addresses.filter((one) => one.split(".").at(-1) === name);
  return address === undefined || other !== undefined ? resource : address;
}
