import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Validator } from "@cfworker/json-schema";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { TARGETS } from "../../../lib/config/place";
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

describe("the schema of places, in an editor", () => {
  const root = join(__dirname, "../../..");
  const schema = JSON.parse(SCHEMA_FILES["place.schema.json"] ?? "");
  const isRed = (value: unknown) => !new Validator(schema, "2020-12").validate(value).valid;
  const folders = [root, ...readdirSync(join(root, "examples")).map((name) => join(root, "examples", name))];
  const places = folders
    .map((folder) => join(folder, "places"))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));
  const read = (file: string) => parse(readFileSync(file, "utf8"));

  it("given the places of the repository, then there are some of every target", () => {
    const targets = places.flatMap((file) => TARGETS.filter((target) => target in read(file)));
    expect([...new Set(targets)].sort()).toEqual([...TARGETS].sort());
  });

  it.each(places)("given %s, then nothing is red", (file) => {
    expect(isRed(read(file))).toBe(false);
  });

  it.each(places)("given %s without its target, or with a second one, then it is red", (file) => {
    const place = read(file);
    const mine = TARGETS.filter((target) => target in place);
    expect(mine).toHaveLength(1);
    expect(isRed(Object.fromEntries(Object.entries(place).filter(([key]) => key !== mine[0])))).toBe(true);
    for (const other of TARGETS.filter((target) => target !== mine[0])) {
      const [example] = places.map(read).filter((one) => other in one);
      expect(isRed({ ...place, [other]: example[other] })).toBe(true);
    }
  });

  it("given a slip in a key of a target, then it is red", () => {
    const place = read(join(root, "examples/openstack/places/nova.yaml"));
    expect(isRed({ ...place, openstack: { ...place.openstack, authURL: "https://keystone.example.org" } })).toBe(true);
    expect(isRed({ ...place, openstack: { ...place.openstack, authUrl: "keystone.example.org" } })).toBe(true);
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
