/**
 * Whether a value holds a token of cdktf: Terraform alone knows what will stand there. Tokens are texts with a mark, lists
 * of one such text, or numbers so far below zero that nobody writes them.
 */
export function isUnresolved(value: unknown): boolean {
  if (typeof value === "string") return value.includes("${TfToken[") || value.includes("#{TfToken[");
  if (typeof value === "number") return value <= HIGHEST_TOKEN && value > LOWEST_TOKEN;
  return Array.isArray(value) && value.length === 1 && isUnresolved(value[0]);
}

/** Numbers that are tokens begin with the bits fbff. */
const HIGHEST_TOKEN = -(2 ** 960) * 1.9375;
const LOWEST_TOKEN = -(2 ** 961);
