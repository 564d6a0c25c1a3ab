import { parseTemplate, type Template } from "./template";
import { type Token, tokensOf } from "./tokens";

/** The names of a reference, indexes left out: `aws_subnet.a[0].id` is `["aws_subnet", "a", "id"]`. */
export type Reference = readonly [string, ...string[]];

/** What a template refers to, and what Terraform could not read in it. */
export interface TemplateContent {
  readonly references: readonly Reference[];
  readonly mistakes: readonly string[];
}

const ESCAPE_HINT = 'write "$${" or "%%{" for plain text';
const DIRECTIVES = new Set(["if", "else", "endif", "for", "endfor"]);
const KEYWORDS = new Set([...DIRECTIVES, "in", "true", "false", "null"]);

/** Reads a string as Terraform does: its references, also those within function calls and quoted templates. */
export function readTemplate(text: string): TemplateContent {
  const sources: string[] = [];
  const mistakes: string[] = [];
  collect(text, parseTemplate(text), sources, mistakes);
  const tokenLists = sources.map(tokensOf);
  const bound = new Set([...KEYWORDS, ...tokenLists.flatMap(loopVariables)]);
  const references = tokenLists.flatMap(traversals).filter(([root]) => !bound.has(root));
  return {
    references: references.filter((names) => names.length > 1),
    mistakes: [
      ...mistakes,
      ...references
        .filter((names) => names.length === 1)
        .map(([name]) => `"${name}" is not a reference; ${ESCAPE_HINT}`),
    ],
  };
}

/** Reads text that is an expression without `${` and `}` around it, as in `depends_on`. */
export function readExpression(expression: string): TemplateContent {
  return readTemplate(`\${${expression}}`);
}

/** Gathers the sources of all expressions, those of quoted strings within expressions included. */
function collect(text: string, template: Template, sources: string[], mistakes: string[]): void {
  if (template.unclosedAt !== undefined) {
    mistakes.push(`"${text.slice(template.unclosedAt, template.unclosedAt + 2)}" is not closed; ${ESCAPE_HINT}`);
  }
  for (const { kind, source } of template.sequences) {
    const tokens = tokensOf(source);
    const keyword = tokens.find((token) => token.text !== "~")?.text ?? "";
    if (kind === "directive" && !DIRECTIVES.has(keyword)) {
      mistakes.push(`"%{${source}}" is not a template directive; ${ESCAPE_HINT}`);
      continue;
    }
    sources.push(source);
    for (const token of tokens) {
      if (token.kind === "string") {
        collect(source, token.template, sources, mistakes);
      }
    }
  }
}

/** `for key, value in ...` binds `key` and `value`. */
function loopVariables(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== "name" || token.text !== "for") {
      return [];
    }
    const end = tokens.findIndex((other, position) => position > at && other.text === "in");
    return tokens.slice(at + 1, end).flatMap(({ kind, text }) => (kind === "name" ? [text] : []));
  });
}

/** All dotted paths of an expression, function names and object keys left out. */
function traversals(tokens: readonly Token[]): Reference[] {
  return tokens.flatMap((token, at) => {
    const previous = tokens[at - 1]?.text;
    if (token.kind !== "name" || previous === ".") {
      return [];
    }
    const names: [string, ...string[]] = [token.text];
    let next = at + 1;
    while (tokens[next]?.text === "." || tokens[next]?.text === "[") {
      const step = tokens[next + 1];
      if (tokens[next]?.text === "[") {
        next = afterBracket(tokens, next);
      } else {
        names.push(...(step?.kind === "name" ? [step.text] : []));
        next += 2;
      }
    }
    return names.length === 1 && isFunctionOrKey(previous, tokens[next]?.text) ? [] : [names];
  });
}

function isFunctionOrKey(previous: string | undefined, next: string | undefined): boolean {
  const startsEntry = previous === "{" || previous === ",";
  return next === "(" || next === "::" || next === "=" || (next === ":" && startsEntry);
}

function afterBracket(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const text = tokens[at]?.text;
    depth += text === "[" ? 1 : text === "]" ? -1 : 0;
    if (depth === 0) {
      return at + 1;
    }
  }
  return tokens.length;
}
