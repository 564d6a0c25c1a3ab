import { checkBlock } from "./check-block";
import { checkMetaArguments } from "./check-meta-arguments";
import { schemaOf } from "./lookup";
import { DATA_SOURCE_ARGUMENTS, extend, OUTPUT, PROVIDER_ARGUMENTS, RESOURCE_ARGUMENTS } from "./meta-arguments";
import type { Finding, Problem } from "./problem";
import { checkReferences } from "./references";
import { type Element, readStack, type Stack } from "./stack";
import type { Block, Schemas } from "./types";

/** Checks the parsed `cdk.tf.json` of one stack against recorded provider schemas; no problems, no entries. */
export function checkStack(json: unknown, schemas: Schemas): Problem[] {
  const stack = readStack(json);
  return [
    ...stack.unknownSections.map((name) => ({ address: name, path: "", message: `cannot check section "${name}"` })),
    ...stack.elements.flatMap((element) =>
      checkElement(element, stack, schemas).map((finding) => ({ address: element.address, ...finding })),
    ),
  ];
}

function checkElement(element: Element, stack: Stack, schemas: Schemas): Finding[] {
  return element.section === "variable"
    ? []
    : [...checkShape(element, stack, schemas), ...checkReferences(element, stack, schemas)];
}

function checkShape(element: Element, stack: Stack, schemas: Schemas): Finding[] {
  switch (element.section) {
    case "resource":
      return checkTyped(element, RESOURCE_ARGUMENTS, stack, schemas);
    case "data":
      return checkTyped(element, DATA_SOURCE_ARGUMENTS, stack, schemas);
    case "provider":
      return checkTyped(element, PROVIDER_ARGUMENTS, stack, schemas);
    case "output":
      return [...checkBlock(element.body, OUTPUT), ...checkMetaArguments(element, OUTPUT, stack, schemas)];
    default:
      return [];
  }
}

function checkTyped(element: Element, extra: Block, stack: Stack, schemas: Schemas): Finding[] {
  const schema = schemaOf(element, schemas);
  if ("problem" in schema) {
    return [{ path: "", message: schema.problem }];
  }
  return [
    ...checkBlock(element.body, extend(schema.block, extra)),
    ...checkMetaArguments(element, schema.block, stack, schemas),
  ];
}
