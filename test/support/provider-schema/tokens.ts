import { parseTemplate, type Template } from "./template";

/** One token of a Terraform expression. */
export type Token =
  | { readonly kind: "name" | "number" | "operator"; readonly text: string }
  | { readonly kind: "string"; readonly text: string; readonly template: Template };

const BLANK = /\s+/y;
const NAME = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const OPERATOR = /=>|==|!=|<=|>=|&&|\|\||::|\.\.\.|./suy;

/** Splits an expression into tokens; a quoted string is one token that keeps its own template. */
export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const text = pattern.exec(expression)?.[0];
    at += text?.length ?? 0;
    return text;
  };
  while (at < expression.length) {
    if (take(BLANK) !== undefined) {
      continue;
    }
    if (expression[at] === '"') {
      const template = parseTemplate(expression, at + 1, true);
      tokens.push({ kind: "string", text: expression.slice(at, template.end), template });
      at = template.end;
      continue;
    }
    const name = take(NAME);
    const number = name === undefined ? take(NUMBER) : undefined;
    const kind = name !== undefined ? "name" : number !== undefined ? "number" : "operator";
    tokens.push({ kind, text: name ?? number ?? take(OPERATOR) ?? "" });
  }
  return tokens;
}
