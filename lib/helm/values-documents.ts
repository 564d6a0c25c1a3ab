import { Fn, Token, Tokenization } from "cdktf";

/**
 * Values as documents that Helm merges: what is known, as JSON; and what refers to other resources, as an expression that
 * Terraform fills in. Text beside references may hold no quotes: cdktf does not escape them there.
 */
export function valuesDocuments(values: object): string[] {
  const { known, referring } = split(values);
  return [JSON.stringify(known), ...(Object.keys(referring).length > 0 ? [Fn.jsonencode(referring)] : [])];
}

interface Parts {
  readonly known: Record<string, unknown>;
  readonly referring: Record<string, unknown>;
}

/**
 * Takes apart what is known and what holds references, key by key. A list stays in one piece, as Helm replaces lists whole; a
 * reference to a whole mapping has its own token for a key.
 */
function split(values: object): Parts {
  const parts: Parts = { known: {}, referring: {} };
  for (const [key, value] of Object.entries(values)) {
    if (!refers(key) && isMapping(value) && refers(value)) {
      const below = split(value);
      if (Object.keys(below.known).length > 0) parts.known[key] = below.known;
      parts.referring[key] = below.referring;
    } else {
      parts[refers(key) || refers(value) ? "referring" : "known"][key] = value;
    }
  }
  return parts;
}

/** Whether a value holds a reference that Terraform fills in: a token of cdktf, which the key of a mapping can be too. */
function refers(value: unknown): boolean {
  if (typeof value === "string") return value.includes("TfToken[");
  if (Array.isArray(value)) return value.some(refers);
  if (isMapping(value)) return Object.entries(value).some(([key, item]) => refers(key) || refers(item));
  return Token.isUnresolved(value);
}

function isMapping(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !Tokenization.isResolvable(value);
}
