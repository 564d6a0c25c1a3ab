import { isDeepStrictEqual } from "node:util";
import { isObject } from "../provider-schema/json";
import type { StackJson } from "../synth";
import type { Stacks } from "./references";

/** What a plan would tell: `+`, `-` or `~` with the stack and the address of each part of it that is not the same. */
export function changesBetween(before: Stacks, after: Stacks): string[] {
  const [old, now] = [partsOf(before), partsOf(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const changes = names.flatMap((name) => {
    if (!now.has(name)) return [`- ${name}`];
    if (!old.has(name)) return [`+ ${name}`];
    return isDeepStrictEqual(old.get(name), now.get(name)) ? [] : [`~ ${name}`];
  });
  return changes.sort();
}

function partsOf(stacks: Stacks): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(stacks).flatMap(([stack, json]) => blocksOf(stack, json)));
}

/** Resources and data by their address, everything else of a stack by its key. */
function blocksOf(stack: string, json: StackJson): [string, unknown][] {
  return Object.entries(json).flatMap(([section, content]): [string, unknown][] => {
    if (section !== "resource" && section !== "data") return [[`${stack}: ${section}`, content]];
    const prefix = section === "data" ? "data." : "";
    return Object.entries(isObject(content) ? content : {}).flatMap(([type, named]) =>
      Object.entries(isObject(named) ? named : {}).map(([name, block]): [string, unknown] => [
        `${stack}: ${prefix}${type}.${name}`,
        block,
      ]),
    );
  });
}
