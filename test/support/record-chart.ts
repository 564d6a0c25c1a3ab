// Records the keys of a chart from its values.schema.json: <schema file> <file to write>. Key names and types only.
import { readFileSync, writeFileSync } from "node:fs";
import type { RecordedKeys } from "./chart-values";

interface Schema {
  readonly type?: string | string[];
  readonly properties?: Record<string, Schema>;
}

function keysOf(schema: Schema): RecordedKeys {
  const keys = Object.entries(schema.properties ?? {}).map(([key, value]) => {
    const types = [value.type ?? "object"].flat();
    return [key, types.length === 1 && types[0] === "object" ? keysOf(value) : types];
  });
  return Object.fromEntries(keys);
}

const [, , source, target] = process.argv;
if (source === undefined || target === undefined) throw new Error("Name the schema file and the file to write.");
const recorded = Object.entries(keysOf(JSON.parse(readFileSync(source, "utf8"))));
writeFileSync(
  target,
  `{\n${recorded.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",\n")}\n}\n`,
);
