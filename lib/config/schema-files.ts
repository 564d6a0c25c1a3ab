import { placeSchema } from "./place";
import { SchemaTree } from "./schema-tree";
import { testbedSchema } from "./testbed";

/** The JSON schemas of a description, for editors: texts by file name. */
export const SCHEMA_FILES: Readonly<Record<string, string>> = {
  "testbed.schema.json": textOf(testbedSchema),
  "place.schema.json": textOf(placeSchema),
};

function textOf(schema: typeof testbedSchema | typeof placeSchema): string {
  return `${JSON.stringify(new SchemaTree(schema).json, undefined, 2)}\n`;
}
