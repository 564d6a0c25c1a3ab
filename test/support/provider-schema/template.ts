/** A part of a template that Terraform evaluates: `${expression}` or `%{directive}`. */
export interface Sequence {
  readonly kind: "expression" | "directive";
  readonly source: string;
  readonly start: number;
  readonly end: number;
}

/** What a string holds when Terraform reads it as a template. */
export interface Template {
  readonly sequences: readonly Sequence[];
  /** Where a sequence starts that is never closed. */
  readonly unclosedAt?: number;
  /** Where the template ends: after the closing quote of a quoted one, else after the last character. */
  readonly end: number;
}

/** Finds the sequences of a template. A quoted one knows `\"` and ends at its closing quote. */
export function parseTemplate(text: string, start = 0, quoted = false): Template {
  const sequences: Sequence[] = [];
  let at = start;
  while (at < text.length) {
    if (quoted && text[at] === '"') {
      return { sequences, end: at + 1 };
    }
    if (text.startsWith("$${", at) || text.startsWith("%%{", at)) {
      at += 3;
    } else if (text.startsWith("${", at) || text.startsWith("%{", at)) {
      const close = closingBrace(text, at + 2);
      if (close === undefined) {
        return { sequences, unclosedAt: at, end: text.length };
      }
      const kind = text[at] === "$" ? "expression" : "directive";
      sequences.push({ kind, source: text.slice(at + 2, close), start: at, end: close + 1 });
      at = close + 1;
    } else {
      at += quoted && text[at] === "\\" ? 2 : 1;
    }
  }
  return { sequences, end: text.length };
}

/** Does Terraform evaluate any part of this string? */
export function isTemplate(text: string): boolean {
  const { sequences, unclosedAt } = parseTemplate(text);
  return sequences.length > 0 || unclosedAt !== undefined;
}

/** Is the value a string that is one `${...}` expression and nothing else, so that it may have any type? */
export function isWholeExpression(value: unknown): boolean {
  if (typeof value !== "string") {
    return false;
  }
  const [first] = parseTemplate(value).sequences;
  return first?.kind === "expression" && first.start === 0 && first.end === value.length;
}

function closingBrace(text: string, start: number): number | undefined {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    if (text[at] === '"') {
      at = parseTemplate(text, at + 1, true).end;
      continue;
    }
    if (text[at] === "}" && depth === 0) {
      return at;
    }
    depth += text[at] === "{" ? 1 : text[at] === "}" ? -1 : 0;
    at += 1;
  }
  return undefined;
}
