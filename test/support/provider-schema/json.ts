/** A JSON object whose values have not been looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Key under which cdktf keeps its own metadata, and which Terraform reads as a comment. */
export const COMMENT_KEY = "//";

const LONGEST_SHOWN = 80;

/** Is this a JSON object (and neither a list nor null)? */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Is there no value? Terraform reads null as "not set". */
export function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** The value as JSON, cut to a length that suits a message. */
export function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
}

/** Path of a property or list element below the given path: `a.b`, `a["b c"]`, `a[0]`. */
export function childPath(parent: string, key: string | number): string {
  if (typeof key === "number") {
    return `${parent}[${key}]`;
  }
  if (!/^[A-Za-z_][\w-]*$/.test(key)) {
    return `${parent}[${JSON.stringify(key)}]`;
  }
  return parent === "" ? key : `${parent}.${key}`;
}
