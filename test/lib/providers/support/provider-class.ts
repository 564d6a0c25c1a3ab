import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { TerraformElement } from "cdktf";
import type { Construct } from "constructs";
import { loadSchemas } from "../../../support/provider-schema/load";
import type { Block, ProviderSchema } from "../../../support/provider-schema/types";
import { pascalCase } from "./names";
import { type Arguments, readInterfaces } from "./read-interfaces";

const ROOT = join(__dirname, "../../../../lib/providers");

/** Files without a resource, data source or provider. */
const HELPERS = ["openstack/metadata", "rancher2/metadata", "rancher2/cluster-v2-cluster-registration-token"];

/** The hand-written class in one file, and the schema of what it stands for. */
export interface ProviderClass {
  /** Such as `openstack/compute-instance-v2`. */
  readonly path: string;
  readonly section: "resource" | "data" | "provider";
  readonly provider: string;
  /** The Terraform type that the generator would have made this file from. */
  readonly type: string;
  /** The class that the generator would have put into this file. */
  readonly className: string;
  readonly schema: Block | undefined;
  readonly interfaces: ReadonlyMap<string, Arguments>;
}

/** What a class looks like from outside, when its arguments are not known. */
export type Constructible = (new (
  scope: Construct,
  id: string,
  config: object,
) => TerraformElement) & { readonly tfResourceType?: string };

const schemas = loadSchemas();

/** The recorded schema of a provider. */
export function schemaOfProvider(provider: string): ProviderSchema {
  const schema = schemas.get(provider);
  if (!schema) throw new Error(`There is no recorded schema of the provider ${provider}.`);
  return schema;
}

/** The providers that we write classes for. */
export const PROVIDERS = readdirSync(ROOT).sort();

/** Every class below `lib/providers`. */
export const PROVIDER_CLASSES: readonly ProviderClass[] = PROVIDERS.flatMap((provider) =>
  readdirSync(join(ROOT, provider))
    .sort()
    .map((file) => `${provider}/${basename(file, ".ts")}`)
    .filter((path) => !HELPERS.includes(path))
    .map((path) => providerClass(provider, path)),
);

/** Everything that the file of a class exports. */
export async function exportsOf({ path }: Pick<ProviderClass, "path">): Promise<Record<string, unknown>> {
  return import(join(ROOT, `${path}.ts`));
}

/** The class itself. */
export async function loadClass(described: ProviderClass): Promise<Constructible> {
  const Class = (await exportsOf(described))[described.className];
  if (typeof Class !== "function") throw new Error(`${described.path} exports no class ${described.className}.`);
  return Class as Constructible;
}

function providerClass(provider: string, path: string): ProviderClass {
  const file = basename(path);
  const schema = schemaOfProvider(provider);
  const interfaces = readInterfaces(readFileSync(join(ROOT, `${path}.ts`), "utf8"));
  if (file === "provider") {
    const className = `${pascalCase(provider)}Provider`;
    return {
      path,
      section: "provider",
      provider,
      type: provider,
      className,
      schema: schema.provider.block,
      interfaces,
    };
  }
  const className = pascalCase(file);
  if (file.startsWith("data-")) {
    const type = snakeCase(file.slice("data-".length));
    const block = schema.data_source_schemas?.[type]?.block;
    return { path, section: "data", provider, type, className, schema: block, interfaces };
  }
  const type = `${provider}_${snakeCase(file)}`;
  return {
    path,
    section: "resource",
    provider,
    type,
    className,
    schema: schema.resource_schemas?.[type]?.block,
    interfaces,
  };
}

function snakeCase(file: string): string {
  return file.replaceAll("-", "_");
}
