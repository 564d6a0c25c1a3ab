import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StackJson } from "../../support/synth";

/** The file of a stack that Terraform reads. */
const FILE = "cdk.tf.json";

/** Reads the synthesized stack in a folder. */
export function readStack(folder: string): StackJson {
  return JSON.parse(readFileSync(join(folder, FILE), "utf8"));
}

/** The addresses of a stack's resources. */
export function addresses(folder: string): string[] {
  return Object.entries(readStack(folder).resource ?? {}).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${type}.${name}`),
  );
}

/**
 * Copies a stack into a folder beside it, on the same state, without resources and data sources of some types, the waiting
 * for them, and providers that nothing needs then. Terraform's targets do not do: they leave outputs out, and what waits
 * for such a resource brings it in.
 */
export function copyWithout(folder: string, types: readonly string[]): string {
  const { resource = {}, data = {}, provider = {}, terraform, ...rest } = readStack(folder);
  const kept = { resource: without(resource, types), data: without(data, types) };
  for (const block of Object.values(kept.resource).flatMap((named) => Object.values(named))) {
    if (!Array.isArray(block.depends_on)) continue;
    block.depends_on = block.depends_on.filter((address) => !types.some((type) => address.startsWith(`${type}.`)));
  }
  const used = [...Object.keys(kept.resource), ...Object.keys(kept.data)];
  const unused = Object.keys(provider).filter((name) => !used.some((type) => type.startsWith(`${name}_`)));
  const json = {
    ...rest,
    ...kept,
    provider: without(provider, unused),
    terraform: { ...terraform, required_providers: without(terraform.required_providers ?? {}, unused) },
  };
  const copy = `${folder}-reduced`;
  mkdirSync(copy, { recursive: true });
  writeFileSync(join(copy, FILE), JSON.stringify(json));
  return copy;
}

function without<V>(named: Readonly<Record<string, V>>, names: readonly string[]): Record<string, V> {
  return Object.fromEntries(Object.entries(named).filter(([name]) => !names.includes(name)));
}
