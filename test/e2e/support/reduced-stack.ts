import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Block, StackJson } from "../../support/synth";

/** The file of a stack that Terraform reads. */
const FILE = "cdk.tf.json";

/** Reads the synthesized stack in a folder. */
export function readStack(folder: string): StackJson & { readonly locals?: Block } {
  return JSON.parse(readFileSync(join(folder, FILE), "utf8"));
}

/** The addresses of a stack's resources. */
export function addresses(folder: string): string[] {
  return Object.entries(readStack(folder).resource ?? {}).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${type}.${name}`),
  );
}

/**
 * Copies a stack into a folder beside it, on the same state, without some resources and data sources, the waiting for them,
 * and providers that nothing needs then. Terraform's targets do not do: they leave outputs out, and what waits for such a
 * resource brings it in.
 *
 * @param left types of resources, and addresses of single ones, that are left out
 * @param change changes resources of the copy, by address
 */
export function copyWithout(
  folder: string,
  left: readonly string[],
  change: (address: string, block: Block) => Block = (_, block) => block,
): string {
  const { resource = {}, data = {}, provider = {}, terraform, ...rest } = readStack(folder);
  const isLeft = (address: string) => left.some((name) => address === name || address.startsWith(`${name}.`));
  const kept = { resource: keep(resource, isLeft, change), data: keep(data, isLeft, change) };
  for (const block of Object.values(kept.resource).flatMap((named) => Object.values(named))) {
    if (Array.isArray(block.depends_on)) block.depends_on = block.depends_on.filter((address) => !isLeft(address));
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
  const assets = join(folder, "assets");
  if (existsSync(assets)) cpSync(assets, join(copy, "assets"), { recursive: true });
  return copy;
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** Every block that is not left out, by type and name; types without any are gone. */
function keep(
  blocks: Blocks,
  isLeft: (address: string) => boolean,
  change: (address: string, block: Block) => Block,
): Record<string, Record<string, Block>> {
  const byType = Object.entries(blocks).map(([type, named]) => {
    const kept = Object.entries(named).filter(([name]) => !isLeft(`${type}.${name}`));
    return [type, Object.fromEntries(kept.map(([name, block]) => [name, change(`${type}.${name}`, block)]))] as const;
  });
  return Object.fromEntries(byType.filter(([, named]) => Object.keys(named).length > 0));
}

function without<V>(named: Readonly<Record<string, V>>, names: readonly string[]): Record<string, V> {
  return Object.fromEntries(Object.entries(named).filter(([name]) => !names.includes(name)));
}
