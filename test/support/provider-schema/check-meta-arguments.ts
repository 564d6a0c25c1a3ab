import { readExpression } from "./expression";
import { childPath, isAbsent, isObject, show } from "./json";
import type { Finding } from "./problem";
import { checkReference } from "./references";
import type { Element, Stack } from "./stack";
import type { Block, Schemas } from "./types";

/** Checks the addresses that stand in a resource, data source or output without `${` and `}` around them. */
export function checkMetaArguments(element: Element, block: Block, stack: Stack, schemas: Schemas): Finding[] {
  if (!isObject(element.body)) {
    return [];
  }
  const { depends_on: dependsOn, provider } = element.body;
  const lifecycle = isObject(element.body.lifecycle) ? element.body.lifecycle : {};
  return [
    ...stringsOf(dependsOn).flatMap((entry, index) =>
      checkDependency(entry, childPath("depends_on", index), stack, schemas),
    ),
    ...checkProviderAlias(provider, stack),
    ...checkIgnoreChanges(lifecycle.ignore_changes, block, element.type),
    ...stringsOf(lifecycle.replace_triggered_by).flatMap((entry, index) =>
      checkAddress(entry, childPath("lifecycle.replace_triggered_by", index), stack, schemas),
    ),
  ];
}

function checkDependency(entry: string, path: string, stack: Stack, schemas: Schemas): Finding[] {
  const findings = checkAddress(entry, path, stack, schemas);
  const isWhole = readExpression(entry).references.every((names) => stack.referable.has(names.join(".")));
  return findings.length === 0 && !isWhole
    ? [{ path, message: `must name a whole resource or data source, but is "${entry}"` }]
    : findings;
}

function checkAddress(entry: string, path: string, stack: Stack, schemas: Schemas): Finding[] {
  const { references, mistakes } = readExpression(entry);
  const messages = [...mistakes, ...references.flatMap((names) => checkReference(names, stack, schemas) ?? [])];
  return messages.map((message) => ({ path, message }));
}

/** Terraform supplies a missing default configuration, but never one with an alias. */
function checkProviderAlias(provider: unknown, stack: Stack): Finding[] {
  if (typeof provider !== "string" || !provider.includes(".")) {
    return [];
  }
  const exists = stack.elements.some(({ address }) => address === `provider.${provider}`);
  return exists ? [] : [{ path: "provider", message: `refers to provider ${provider}, which is not in this stack` }];
}

function checkIgnoreChanges(value: unknown, block: Block, type: string): Finding[] {
  const path = "lifecycle.ignore_changes";
  if (isAbsent(value) || value === "all") {
    return [];
  }
  if (!Array.isArray(value)) {
    return [{ path, message: `must be a list of arguments or "all", but is ${show(value)}` }];
  }
  const known = { ...block.attributes, ...block.block_types };
  return value.flatMap((entry: unknown, index) => {
    const name = typeof entry === "string" ? entry.replace(/[.[].*/s, "") : show(entry);
    return Object.hasOwn(known, name)
      ? []
      : [{ path: childPath(path, index), message: `"${name}" is not an argument of ${type}` }];
  });
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry: unknown) => typeof entry === "string") : [];
}
