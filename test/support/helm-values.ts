import { mergeValues } from "../../lib/charts/merge-values";
import { CHARTS, type ChartName } from "../../lib/versions";
import type { Block, StackJson } from "./synth";

/** A release of a chart that we install, as it was synthesized. */
export interface SynthesizedRelease {
  /** Address in its stack. */
  readonly id: string;
  /** The pinned chart; undefined for our own. */
  readonly chart: ChartName | undefined;
  readonly block: Block;
  /** All its values put together as Helm does it; what Terraform fills in is a token that holds the expression. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** The releases of a stack. */
export function releasesOf({ resource }: StackJson): SynthesizedRelease[] {
  return Object.entries(resource?.helm_release ?? {}).map(([id, block]) => ({
    id,
    chart: (Object.keys(CHARTS) as ChartName[]).find((name) => CHARTS[name].chart === block.chart),
    block,
    values: helmValues(block.values as readonly string[]),
  }));
}

/** The documents of a release put together. */
export function helmValues(documents: readonly string[]): Record<string, unknown> {
  return mergeValues(...documents.map(readDocument)) as Record<string, unknown>;
}

/** The mark of what Terraform fills in: a token, as the library itself sees it, that holds the expression. */
export function filledIn(expression: string): string {
  return `\${TfToken[${expression}]}`;
}

function readDocument(text: string): object {
  const encoded = /^\$\{jsonencode\((.*)\)\}$/s.exec(text)?.[1];
  const json = encoded === undefined ? text : jsonOf(encoded);
  return JSON.parse(json.replaceAll(/([$%])\1\{/g, "$1{"));
}

const TEXT = /^"(?:[^"\\]|\\.)*"/;
const LITERAL = /^(?:true|false|null|-?\d+(?:\.\d+)?)(?=[,\]} ]|$)/;

/** Terraform's own spelling of an object as JSON: `"key" = expression`, with a token for each expression that is no literal. */
function jsonOf(source: string): string {
  let rest = source;
  let json = "";
  const take = (length: number) => {
    const taken = rest.slice(0, length);
    rest = rest.slice(length);
    return taken;
  };
  while (rest !== "") {
    const literal = TEXT.exec(rest)?.[0] ?? LITERAL.exec(rest)?.[0];
    if (literal !== undefined) json += take(literal.length);
    else if (rest.startsWith(" = ")) json += `:${take(3).slice(3)}`;
    else if (/^[[\]{}, ]/.test(rest)) json += take(1);
    else json += JSON.stringify(filledIn(take(expressionLength(rest))));
  }
  return json;
}

/** How far an expression reaches: to the next comma or closing bracket that is not its own. */
function expressionLength(text: string): number {
  let depth = 0;
  for (const [index, sign] of [...text].entries()) {
    if (depth === 0 && /[,\]}]/.test(sign)) return index;
    if (/[([{]/.test(sign)) depth += 1;
    if (/[)\]}]/.test(sign)) depth -= 1;
  }
  return text.length;
}
