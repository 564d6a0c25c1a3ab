import { COMMENT_KEY, childPath, isAbsent, isObject, type JsonObject, show } from "./json";
import type { Finding } from "./problem";
import { isWholeExpression } from "./template";
import type { Attribute, Block, BlockType, NestedType } from "./types";
import { checkValue } from "./value-type";

interface Body {
  readonly path: string;
  readonly value: unknown;
}

/** Checks the arguments and nested blocks of a resource, data source, provider or nested block. */
export function checkBlock(body: unknown, block: Block, path = ""): Finding[] {
  if (!isObject(body)) {
    return [{ path, message: `must be an object, but is ${show(body)}` }];
  }
  const { attributes = {}, block_types: blockTypes = {} } = block;
  return [
    ...checkNames(body, { ...attributes, ...blockTypes }, path),
    ...Object.entries(attributes).flatMap(([name, attribute]) =>
      checkAttribute(name, body[name], attribute, childPath(path, name)),
    ),
    ...Object.entries(blockTypes).flatMap(([name, type]) =>
      checkNestedBlocks(name, body[name], type, childPath(path, name)),
    ),
  ];
}

function checkNames(body: JsonObject, known: object, path: string): Finding[] {
  return Object.keys(body)
    .filter((name) => name !== COMMENT_KEY && !Object.hasOwn(known, name))
    .map((name) => ({ path: childPath(path, name), message: `unknown argument "${name}"` }));
}

function checkAttribute(name: string, value: unknown, attribute: Attribute, path: string): Finding[] {
  if (isAbsent(value)) {
    return attribute.required ? [{ path, message: `required argument "${name}" is missing` }] : [];
  }
  if (!attribute.required && !attribute.optional) {
    return [{ path, message: `argument "${name}" is read-only` }];
  }
  if (attribute.nested_type) {
    return checkNestedAttribute(value, attribute.nested_type, path);
  }
  return checkValue(value, attribute.type ?? "dynamic", path);
}

function checkNestedAttribute(value: unknown, type: NestedType, path: string): Finding[] {
  if (isWholeExpression(value)) {
    return [];
  }
  const { attributes, nesting_mode: mode } = type;
  switch (mode) {
    case "single":
      return checkBlock(value, { attributes }, path);
    case "map":
      return isObject(value)
        ? entriesOf(value, path).flatMap((entry) => checkBlock(entry.value, { attributes }, entry.path))
        : [{ path, message: `must be an object of objects, but is ${show(value)}` }];
    case "list":
    case "set":
      return Array.isArray(value)
        ? elementsOf(value, path).flatMap((element) => checkBlock(element.value, { attributes }, element.path))
        : [{ path, message: `must be a list of objects, but is ${show(value)}` }];
  }
}

function checkNestedBlocks(name: string, value: unknown, type: BlockType, path: string): Finding[] {
  const bodies = bodiesOf(value, type, path);
  if (bodies === undefined) {
    return [{ path, message: `block "${name}" must be an object or a list of objects, but is ${show(value)}` }];
  }
  const least = type.min_items ?? 0;
  const most = type.max_items || (type.nesting_mode === "single" ? 1 : Number.POSITIVE_INFINITY);
  const findings = bodies.flatMap((body) => checkBlock(body.value, type.block, body.path));
  if (bodies.length < least) {
    findings.push({ path, message: `needs at least ${least} of block "${name}", but has ${bodies.length}` });
  }
  if (bodies.length > most) {
    findings.push({ path, message: `allows at most ${most} of block "${name}", but has ${bodies.length}` });
  }
  return findings;
}

/** JSON syntax writes one block as an object and several as a list; labelled ones as an object of these. */
function bodiesOf(value: unknown, type: Pick<BlockType, "nesting_mode">, path: string): Body[] | undefined {
  if (isAbsent(value)) {
    return [];
  }
  if (Array.isArray(value)) {
    return elementsOf(value, path);
  }
  if (!isObject(value)) {
    return undefined;
  }
  return type.nesting_mode === "map" ? entriesOf(value, path) : [{ path, value }];
}

function elementsOf(values: readonly unknown[], path: string): Body[] {
  return values.map((value, index) => ({ path: childPath(path, index), value }));
}

function entriesOf(values: JsonObject, path: string): Body[] {
  return Object.entries(values).map(([key, value]) => ({ path: childPath(path, key), value }));
}
