import type { StackJson } from "./synth";

const REFERENCE = /\b(?:data\.)?[a-z]+_[a-z0-9_]+\.[A-Za-z0-9_-]+/g;

/** Everything that each resource of a stack waits for, directly or through others, by address. */
export function dependenciesOf(json: StackJson): ReadonlyMap<string, ReadonlySet<string>> {
  const blocks = new Map<string, string>();
  for (const [prefix, types] of [["", json.resource] as const, ["data.", json.data] as const]) {
    for (const [type, named] of Object.entries(types ?? {})) {
      for (const [name, block] of Object.entries(named)) blocks.set(`${prefix}${type}.${name}`, JSON.stringify(block));
    }
  }
  const direct = (address: string) =>
    (blocks.get(address)?.match(REFERENCE) ?? []).filter((other) => other !== address && blocks.has(other));
  const reach = (address: string, seen: Set<string>): Set<string> => {
    for (const other of direct(address)) {
      if (seen.has(other)) continue;
      seen.add(other);
      reach(other, seen);
    }
    return seen;
  };
  return new Map([...blocks.keys()].map((address) => [address, reach(address, new Set())]));
}
