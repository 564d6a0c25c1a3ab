/**
 * Whether a value holds a token of cdktf: Terraform alone knows what will stand there. Tokens are texts with a mark, lists
 * of one such text, or numbers so far below zero that nobody writes them.
 */
export function isUnresolved(value: unknown): boolean {
  if (typeof value === "string") return value.includes("${TfToken[") || value.includes("#{TfToken[");
  if (typeof value === "number") return isTokenNumber(value);
  return Array.isArray(value) && value.length === 1 && isUnresolved(value[0]);
}

/** Numbers that are tokens begin with the bits fdff, those of lists of numbers with fbff. */
const TOKEN_EXPONENTS = [992, 960];

function isTokenNumber(value: number): boolean {
  return TOKEN_EXPONENTS.some((exponent) => value <= -(2 ** exponent) * 1.9375 && value > -(2 ** (exponent + 1)));
}
