import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject } from "./json";
import type { ProviderSchema, Schemas } from "./types";

const RECORDED = join(__dirname, "../../schemas");
const FILE_NAME = /^(?<provider>[a-z0-9-]+)-\d+\.\d+\.\d+\.json$/;

/** Reads every `<provider>-<version>.json` of a folder; at most one version of each provider. */
export function loadSchemas(folder: string = RECORDED): Schemas {
  const schemas = new Map<string, ProviderSchema>();
  for (const file of readdirSync(folder).sort()) {
    const provider = FILE_NAME.exec(file)?.groups?.provider;
    if (provider === undefined) {
      continue;
    }
    if (schemas.has(provider)) {
      throw new Error(`${folder} holds more than one version of the provider ${provider}; keep one`);
    }
    schemas.set(provider, readSchema(join(folder, file)));
  }
  return schemas;
}

/** Reads the recorded schema of one provider. */
export function readSchema(file: string): ProviderSchema {
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isProviderSchema(content)) {
    throw new Error(`${file} is not the schema of one provider: "provider.block" is missing`);
  }
  return content;
}

function isProviderSchema(value: unknown): value is ProviderSchema {
  return isObject(value) && isObject(value.provider) && isObject(value.provider.block);
}
