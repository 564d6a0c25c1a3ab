import { ComplexList, DefaultTokenResolver, StringConcat, type TerraformElement, Tokenization } from "cdktf";
import type { Block, ValueType } from "../../../support/provider-schema/types";
import { camelCase } from "./names";

const resolver = new DefaultTokenResolver(new StringConcat());

type Types = Readonly<Record<string, ValueType>>;

/** What is wrong with the getters of an element: an attribute that the provider does not have, or one of another type. */
export function checkAttributes(element: TerraformElement, address: string, schema: Block = {}): string[] {
  const types = Object.entries(schema.attributes ?? {}).flatMap(([name, { type }]) => (type ? [[name, type]] : []));
  return checkGetters(element, address, Object.fromEntries(types));

  function checkGetters(owner: object, address: string, types: Types): string[] {
    return gettersOf(owner).flatMap((getter) => {
      const [name, type] = Object.entries(types).find(([name]) => camelCase(name) === getter) ?? [];
      return name === undefined || type === undefined
        ? [`${address} has no ${getter}`]
        : checkValue(Reflect.get(owner, getter), `${address}.${name}`, type);
    });
  }

  function checkValue(value: unknown, address: string, type: ValueType): string[] {
    if (value instanceof ComplexList) return checkGetters(firstOf(value), `${address}[0]`, typesOfItem(type));
    const written = Tokenization.resolve(value, { scope: element, resolver, preparing: false });
    return [
      ...(fits(value, type) ? [] : [`${address} is not read as ${JSON.stringify(type)}`]),
      ...(written === `\${${address}}` ? [] : [`${address} is read as ${JSON.stringify(written)}`]),
    ];
  }
}

/** The getters of a class itself, without those that it inherits. */
function gettersOf(owner: object): string[] {
  const own = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(owner));
  return Object.keys(own).filter((name) => own[name]?.get);
}

function firstOf(list: ComplexList): object {
  return Reflect.apply(Reflect.get(list, "get"), list, [0]);
}

function typesOfItem(type: ValueType): Types {
  const item = Array.isArray(type) && type[0] === "list" ? type[1] : undefined;
  return Array.isArray(item) && item[0] === "object" ? item[1] : {};
}

/** Whether the placeholder that cdktf hands out is of the TypeScript type for a Terraform type. */
function fits(value: unknown, type: ValueType): boolean {
  switch (JSON.stringify(type)) {
    case '"string"':
      return typeof value === "string";
    case '"number"':
      return typeof value === "number";
    case '["list","string"]':
      return Array.isArray(value);
    default:
      return false;
  }
}
