import { Lazy } from "cdktf";
import type { Block } from "../../../support/provider-schema/types";
import { camelCase } from "./names";
import type { ProviderClass } from "./provider-class";
import type { Property } from "./read-interfaces";

/** Arguments for a class, and what must come out of them. */
export interface Sample {
  readonly config: Readonly<Record<string, unknown>>;
  readonly terraform: Readonly<Record<string, unknown>>;
}

/** A key that stays as it is only if nobody takes it for the name of an argument. */
const MAP_KEY = "someKey-of.aMap";

/** Arguments with every property that is wanted, each with a value of its own, so that none can stand for another. */
export function sampleOf(described: ProviderClass, wanted: (property: Property) => boolean): Sample {
  let number = 0;
  return ofInterface(`${described.className}Config`, described.schema ?? {}, "");

  function ofInterface(name: string, block: Block, path: string): Sample {
    const properties = described.interfaces.get(name)?.properties.filter(wanted) ?? [];
    const entries = properties.map((property) => [property, ofProperty(property, block, path)] as const);
    return {
      config: Object.fromEntries(entries.map(([{ name }, [given]]) => [name, given])),
      terraform: Object.fromEntries(entries.map(([{ name }, [, written]]) => [terraformName(block, name), written])),
    };
  }

  function ofProperty(
    { name, type }: Property,
    block: Block,
    path: string,
  ): readonly [given: unknown, written: unknown] {
    const text = `${path}${name}`;
    switch (type) {
      case "string":
        return [text, text];
      case "number":
        number += 1;
        return [number, number];
      case "boolean | IResolvable":
        return [Lazy.anyValue({ produce: () => text }), text];
      case "readonly string[]":
        return [
          [text, "two"],
          [text, "two"],
        ];
      case "Readonly<Record<string, string>>":
        return [{ [MAP_KEY]: text }, { [MAP_KEY]: text }];
    }
    const interfaceName = type.replace(/^readonly (\w+)\[\]$/, "$1");
    const nested = block.block_types?.[terraformName(block, name)]?.block ?? {};
    const { config, terraform } = ofInterface(interfaceName, nested, `${text}.`);
    return type === interfaceName ? [config, terraform] : [[config], [terraform]];
  }
}

/** The name that the schema has for a property; the property's own, where it has none. */
function terraformName(block: Block, property: string): string {
  const names = Object.keys({ ...block.attributes, ...block.block_types });
  return names.find((name) => camelCase(name) === property) ?? property;
}
