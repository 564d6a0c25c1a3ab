import type { Attribute, Block, BlockType } from "../../../support/provider-schema/types";
import { camelCase, pascalCase } from "./names";
import type { ProviderClass } from "./provider-class";
import type { Property } from "./read-interfaces";

/** The Terraform types that a TypeScript type stands for. */
const TERRAFORM_TYPES: Readonly<Record<string, readonly string[]>> = {
  string: ['"string"'],
  number: ['"number"'],
  "boolean | IResolvable": ['"bool"'],
  "readonly string[]": ['["list","string"]', '["set","string"]'],
  "Readonly<Record<string, string>>": ['["map","string"]'],
};

/** What we require although the provider does not: it would take an environment variable. */
const STRICTER = new Set(["Rancher2ProviderConfig.apiUrl"]);

/** Where the interfaces of a class and the schema differ; nothing, where they agree. */
export function checkArguments(described: ProviderClass): string[] {
  const { className, schema, interfaces } = described;
  if (!schema) return [`there is no ${described.section} ${described.type}`];
  const root = `${className}Config`;
  const met = new Set<string>();
  const problems = checkInterface(root, className, schema);
  const unmet = [...interfaces.keys()].filter((name) => !met.has(name));
  return [...problems, ...unmet.map((name) => `${name} is not used`)];

  function checkInterface(name: string, prefix: string, block: Block): string[] {
    met.add(name);
    const properties = interfaces.get(name)?.properties;
    if (!properties) return [`there is no interface ${name}`];
    return [
      ...properties.flatMap((property) =>
        checkProperty(property, prefix, block).map((problem) => `${name}.${property.name} ${problem}`),
      ),
      ...missing(properties, block).map((argument) => `${name} lacks ${argument}, which the provider requires`),
    ].filter((problem) => !isStricter(problem));
  }

  function checkProperty(property: Property, prefix: string, block: Block): string[] {
    const [argument, attribute] = named(block.attributes, property.name) ?? [];
    const [blockName, type] = named(block.block_types, property.name) ?? [];
    const alias = described.section === "provider" && property.name === "alias";
    if (alias) return property.type === "string" && !property.required ? [] : ["is no optional string"];
    if (argument !== undefined && attribute) return checkAttribute(property, attribute);
    if (blockName === undefined || !type) return ["is unknown to the provider"];
    return checkBlockType(property, type, `${prefix}${pascalCase(blockName)}`);
  }

  function checkBlockType(property: Property, type: BlockType, name: string): string[] {
    const single = type.nesting_mode === "single" || type.max_items === 1;
    return [
      ...checkRequired(property, (type.min_items ?? 0) > 0),
      ...checkType(property, [single ? name : `readonly ${name}[]`]),
      ...checkInterface(name, name, type.block),
    ];
  }
}

function checkAttribute(property: Property, attribute: Attribute): string[] {
  const type = JSON.stringify(attribute.type);
  const readOnly = !attribute.required && !attribute.optional;
  return [
    ...(readOnly ? ["is read-only"] : []),
    ...checkRequired(property, attribute.required === true),
    ...checkType(
      property,
      Object.keys(TERRAFORM_TYPES).filter((text) => TERRAFORM_TYPES[text]?.includes(type)),
    ),
  ];
}

function checkRequired({ required }: Property, wanted: boolean): string[] {
  if (required === wanted) return [];
  return [wanted ? "is optional, but the provider requires it" : "is required, but not by the provider"];
}

function checkType({ type }: Property, wanted: readonly string[]): string[] {
  return wanted.includes(type) ? [] : [`is of type ${type} instead of ${wanted.join(" or ")}`];
}

function missing(properties: readonly Property[], block: Block): string[] {
  const required = [
    ...Object.entries(block.attributes ?? {}).filter(([, attribute]) => attribute.required),
    ...Object.entries(block.block_types ?? {}).filter(([, type]) => (type.min_items ?? 0) > 0),
  ];
  return required
    .map(([name]) => camelCase(name))
    .filter((name) => !properties.some((property) => property.name === name));
}

function isStricter(problem: string): boolean {
  return STRICTER.has(problem.replace(" is required, but not by the provider", ""));
}

/** The entry of a record whose name in Terraform gives this name in TypeScript. */
function named<T>(record: Readonly<Record<string, T>> | undefined, property: string): [string, T] | undefined {
  return Object.entries(record ?? {}).find(([name]) => camelCase(name) === property);
}
