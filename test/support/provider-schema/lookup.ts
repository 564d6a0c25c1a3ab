import { BUILT_IN } from "./built-in";
import { isObject } from "./json";
import type { Element } from "./stack";
import type { Block, ProviderSchema, Schemas } from "./types";

/** The schema of an element, or why there is none. */
export type Lookup = { readonly block: Block } | { readonly problem: string };

/** Finds the schema of a resource, data source or provider configuration; nothing else has one. */
export function schemaOf(element: Element, schemas: Schemas): Lookup {
  const name = providerOf(element);
  const provider = name === "terraform" ? BUILT_IN : schemas.get(name);
  if (provider === undefined) {
    return { problem: `no recorded schema for provider "${name}"` };
  }
  return typeSchema(element, provider) ?? { problem: `unknown ${kindOf(element)} type "${element.type}"` };
}

/** A resource belongs to the provider that it names, else to the one that its type starts with. */
function providerOf({ section, type, body }: Element): string {
  if (section === "provider") {
    return type;
  }
  const named = isObject(body) && typeof body.provider === "string" ? body.provider.split(".")[0] : undefined;
  return named ?? type.replace(/_.*/, "");
}

function typeSchema({ section, type }: Element, provider: ProviderSchema): Lookup | undefined {
  if (section === "provider") {
    return provider.provider;
  }
  return (section === "data" ? provider.data_source_schemas : provider.resource_schemas)?.[type];
}

function kindOf({ section }: Element): string {
  return section === "data" ? "data source" : section;
}
