import type { z } from "zod";
import { ledgerSchema } from "./ledger";
import { placeSchema, TARGETS } from "./place";
import { sandboxSchema } from "./sandbox/sandbox";
import { SHORTHANDS, type Shorthand } from "./sandbox/shorthand";
import { SchemaTree } from "./schema-tree";
import { testbedSchema } from "./testbed";

/** The JSON schemas of a description, for editors: texts by file name. */
export const SCHEMA_FILES: Readonly<Record<string, string>> = {
  "testbed.schema.json": textOf(testbedSchema),
  "place.schema.json": textOf(placeSchema, [], { oneOf: TARGETS.map((target) => ({ required: [target] })) }),
  "sandbox.schema.json": textOf(sandboxSchema, SHORTHANDS),
  "ledger.schema.json": textOf(ledgerSchema),
};

type Node = Record<string, unknown>;

/** @param more what a schema of zod cannot say, and editors can show */
function textOf(schema: z.ZodType, shorthands: readonly Shorthand[] = [], more: Node = {}): string {
  const { json } = new SchemaTree(schema);
  for (const { path, key } of shorthands) admitShort(json as Node, path, key);
  return `${JSON.stringify({ ...json, ...more }, undefined, 2)}\n`;
}

/** Lets a mapping be written as the value of one of its keys alone. */
function admitShort(root: Node, path: readonly string[], key: string): void {
  const node = path.reduce<Node>((parent, step) => {
    const open = (parent.additionalProperties || parent.items) as Node;
    return step === "*" ? open : ((parent.properties as Node)[step] as Node);
  }, root);
  const { description, ...long } = node;
  for (const name of Object.keys(node)) delete node[name];
  Object.assign(node, { ...(description ? { description } : {}), anyOf: [(long.properties as Node)[key], long] });
}
