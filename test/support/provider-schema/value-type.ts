import { COMMENT_KEY, childPath, isObject, type JsonObject, show } from "./json";
import type { Finding } from "./problem";
import { isTemplate, isWholeExpression } from "./template";
import type { ValueType } from "./types";

type Primitive = "string" | "number" | "bool";

const NUMBER_TEXT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const BOOL_TEXT = /^(?:true|false|1|0)$/;

/** Checks that a JSON value fits a Terraform type, converting as Terraform does. */
export function checkValue(value: unknown, type: ValueType, path: string): Finding[] {
  if (value === null || type === "dynamic" || isWholeExpression(value)) {
    return [];
  }
  if (typeof type === "string") {
    return fitsPrimitive(value, type) ? [] : [unfit(value, `a ${type}`, path)];
  }
  switch (type[0]) {
    case "list":
    case "set":
      return checkElements(value, type[0], type[1], path);
    case "map":
      return isObject(value) ? checkEntries(value, type[1], path) : [unfit(value, "a map", path)];
    case "object":
      return isObject(value) ? checkObject(value, type[1], path) : [unfit(value, "an object", path)];
  }
}

function fitsPrimitive(value: unknown, type: Primitive): boolean {
  switch (typeof value) {
    case "string":
      return type === "string" || isTemplate(value) || (type === "number" ? NUMBER_TEXT : BOOL_TEXT).test(value);
    case "number":
      return type !== "bool";
    case "boolean":
      return type !== "number";
    default:
      return false;
  }
}

/** Null is a value of any type, except within a list or set: providers refuse it there. */
function checkElements(value: unknown, kind: "list" | "set", type: ValueType, path: string): Finding[] {
  if (!Array.isArray(value)) {
    return [unfit(value, `a ${kind}`, path)];
  }
  return value.flatMap((element: unknown, index) => {
    const at = childPath(path, index);
    return element === null ? [{ path: at, message: `a ${kind} must not hold null` }] : checkValue(element, type, at);
  });
}

function checkEntries(value: JsonObject, type: ValueType, path: string): Finding[] {
  return Object.entries(value).flatMap(([key, entry]) => checkValue(entry, type, childPath(path, key)));
}

/** Terraform wants every attribute of an object, if only as null, and silently drops those it does not know. */
function checkObject(value: JsonObject, types: Readonly<Record<string, ValueType>>, path: string): Finding[] {
  const unknown = Object.keys(value).filter(
    (key) => key !== COMMENT_KEY && value[key] !== null && !Object.hasOwn(types, key),
  );
  return [
    ...unknown.map((key) => ({ path: childPath(path, key), message: `unknown attribute "${key}"` })),
    ...Object.entries(types).flatMap(([key, type]) => {
      const at = childPath(path, key);
      return Object.hasOwn(value, key)
        ? checkValue(value[key], type, at)
        : [{ path: at, message: `attribute "${key}" of an object is missing; write null to leave it unset` }];
    }),
  ];
}

function unfit(value: unknown, wanted: string, path: string): Finding {
  return { path, message: `must be ${wanted}, but is ${show(value)}` };
}
