/** Writes text so that Terraform reads it as it stands: `${HOME}` of a shell is no expression of Terraform. */
export function literal(text: string): string {
  return text.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}

/** Writes every text in a value so, keys among them. */
export function literalValues<T>(value: T): T;
export function literalValues(value: unknown): unknown {
  if (typeof value === "string") return literal(value);
  if (Array.isArray(value)) return value.map((item) => literalValues(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [literal(key), literalValues(item)]));
}
