import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FREE_TEXT } from "../../../lib/config/sandbox/free-text";
import { SCHEMA_FILES } from "../../../lib/config/schema-files";

interface Node {
  readonly description?: string;
  readonly type?: string;
  readonly pattern?: string;
  readonly enum?: unknown[];
  readonly const?: unknown;
  readonly $comment?: string;
  readonly anyOf?: Node[];
  readonly items?: Node;
  readonly properties?: Record<string, Node>;
  readonly propertyNames?: Node;
  readonly additionalProperties?: Node | boolean;
}

describe.each(Object.entries(SCHEMA_FILES))("%s", (name, text) => {
  const schema: Node = JSON.parse(text);

  it("is in step with the definition: npm run schema writes it", () => {
    expect(readFileSync(join(__dirname, "../../../schema", name), "utf8")).toBe(text);
  });

  it("describes every key", () => {
    const missing = keysOf(schema).filter(([, node]) => !node.description);
    expect(missing.map(([path]) => path)).toEqual([]);
  });

  it("leaves no key open for what it does not know", () => {
    const open = nodesOf(schema).filter(([, node]) => node.properties && node.additionalProperties !== false);
    expect(open.map(([path]) => path)).toEqual([]);
  });

  it("admits no text but that which is escaped (freeText) that Terraform would read as an expression", () => {
    const hostile = ["${var.secret}", "%{ if true }", "a${b}c"];
    const loose = nodesOf(schema)
      .filter(
        ([, node]) => node.type === "string" && !node.enum && node.const === undefined && node.$comment !== FREE_TEXT,
      )
      .filter(
        ([, { pattern }]) => pattern === undefined || hostile.some((value) => new RegExp(pattern, "u").test(value)),
      );
    expect(loose.map(([path]) => path)).toEqual([]);
  });
});

function keysOf(node: Node, path = ""): [string, Node][] {
  const own = Object.entries(node.properties ?? {}).map(([key, value]): [string, Node] => [`${path}.${key}`, value]);
  return [...own, ...childrenOf(node, path).flatMap(([at, child]) => keysOf(child, at))];
}

function nodesOf(node: Node, path = ""): [string, Node][] {
  return [[path, node], ...childrenOf(node, path).flatMap(([at, child]) => nodesOf(child, at))];
}

function childrenOf(node: Node, path: string): [string, Node][] {
  const { properties, items, propertyNames, additionalProperties, anyOf = [] } = node;
  const open = typeof additionalProperties === "object" ? additionalProperties : undefined;
  return [
    ...Object.entries(properties ?? {}).map(([key, value]): [string, Node] => [`${path}.${key}`, value]),
    ...Object.entries({ "[]": items, "{key}": propertyNames, "{}": open }).flatMap(([key, value]): [string, Node][] =>
      value ? [[`${path}${key}`, value]] : [],
    ),
    ...anyOf.map((choice, index): [string, Node] => [`${path}|${index}`, choice]),
  ];
}
