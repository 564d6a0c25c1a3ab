/** Writes a value as it is shown in a message: short, on one line. */
export function quote(value: unknown): string {
  const shown = JSON.stringify(value) ?? String(value);
  return shown.length > 60 ? `${shown.slice(0, 57)}...` : shown;
}

/** Says what a value is: `a list`, `the number 3`, `the text "a"`. */
export function kindOf(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "string") return `the text ${quote(value)}`;
  return `the ${typeof value === "boolean" ? "truth value" : "number"} ${quote(value)}`;
}
