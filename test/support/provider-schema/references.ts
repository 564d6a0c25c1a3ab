import { type Reference, readTemplate } from "./expression";
import { COMMENT_KEY, childPath, isObject } from "./json";
import { schemaOf } from "./lookup";
import type { Finding } from "./problem";
import type { Element, Stack } from "./stack";
import type { Schemas } from "./types";

/** Roots whose values Terraform supplies itself. */
const AMBIENT = new Set(["count", "each", "path", "self", "terraform"]);

/** Checks every reference within the strings of an element. */
export function checkReferences({ body }: Element, stack: Stack, schemas: Schemas): Finding[] {
  return stringsIn(body, "").flatMap(({ path, text }) => {
    const { references, mistakes } = readTemplate(text);
    const dangling = references.flatMap((reference) => checkReference(reference, stack, schemas) ?? []);
    return [...new Set([...mistakes, ...dangling])].map((message) => ({ path, message }));
  });
}

/** Says what is wrong with a reference, if anything: its target and the first attribute must exist. */
export function checkReference(reference: Reference, stack: Stack, schemas: Schemas): string | undefined {
  const [root] = reference;
  if (AMBIENT.has(root)) {
    return undefined;
  }
  const length = root === "data" ? 3 : 2;
  const address = reference.slice(0, length).join(".");
  const target = stack.referable.get(address);
  if (target === undefined) {
    return `refers to ${address}, which is not in this stack`;
  }
  const attribute = reference[length];
  return attribute === undefined || hasAttribute(target, attribute, schemas)
    ? undefined
    : `refers to ${address}.${attribute}, but ${target.type} has no attribute "${attribute}"`;
}

/** Locals, variables and modules have no schema; a resource without one is a problem of its own. */
function hasAttribute(target: Element, attribute: string, schemas: Schemas): boolean {
  const schema = schemaOf(target, schemas);
  return !("block" in schema) || Object.hasOwn({ ...schema.block.attributes, ...schema.block.block_types }, attribute);
}

interface PlacedText {
  readonly path: string;
  readonly text: string;
}

/** All strings below a value, keys of objects included: Terraform reads templates in both. */
function stringsIn(value: unknown, path: string): PlacedText[] {
  if (typeof value === "string") {
    return [{ path, text: value }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((element: unknown, index) => stringsIn(element, childPath(path, index)));
  }
  if (!isObject(value)) {
    return [];
  }
  return Object.entries(value)
    .filter(([key]) => key !== COMMENT_KEY)
    .flatMap(([key, entry]) => {
      const at = childPath(path, key);
      return [{ path: at, text: key }, ...stringsIn(entry, at)];
    });
}
