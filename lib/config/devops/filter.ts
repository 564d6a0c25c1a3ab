import { quote } from "../../quote";
import { says, text } from "../fields";

const EXAMPLE = "(employeeType=active)";

/** A filter of LDAP for people. */
export function peopleFilter() {
  return text(/^\([^$%{}"\n]+\)$/, "is no filter", mendOf)
    .refine(isFilter, { error: ({ input }) => says(`${quote(input)} is no filter`, mendOf(String(input))) })
    .meta({ examples: [EXAMPLE] });
}

const ITEM = /\([A-Za-z][\w.;:-]*[~<>:]?=[^()]*\)/g;

/** Whether a text is one filter in its parentheses, each of them closed (RFC 4515). */
export function isFilter(value: string): boolean {
  if (value.includes("()")) return false;
  // What is understood shrinks to (), from within.
  let rest = value.replace(ITEM, "()");
  for (let before = ""; before !== rest; ) {
    before = rest;
    rest = rest.replace(/\(([&|](\(\))+|!\(\))\)/g, "()");
  }
  return rest === "()";
}

function mendOf(value: string): string {
  if (/[$%{}]/.test(value))
    return `Write what holds for all, as in "${EXAMPLE}": the tools add the name by themselves.`;
  const meant = [`(${value})`, `(&${value})`].find(isFilter);
  if (meant !== undefined && !/["\n]/.test(meant)) return `Write ${quote(meant)}.`;
  return `Write it in parentheses, each of them closed, as in "${EXAMPLE}".`;
}
