import type { Field } from "./field";
import type { NameTest } from "./policy";

const LETTER = "[-a-z0-9_]";

/** Reads one `matchName` or `matchPattern` of Cilium. */
export function readDnsName(field: Field): NameTest {
  const { matchName, matchPattern } = field.fields("matchName", "matchPattern");
  if (matchName.absent === matchPattern.absent) field.fail("must have either matchName or matchPattern");
  if (matchPattern.absent) {
    const wanted = canonicalName(matchName.text());
    if (wanted.includes("*")) matchName.fail("is compared letter by letter; patterns belong in matchPattern");
    return (name) => canonicalName(name) === wanted;
  }
  const pattern = canonicalName(matchPattern.text());
  if (!/^[-a-z0-9_.*]+$/.test(pattern)) matchPattern.fail(`"${pattern}" is no pattern of names`);
  const expression = new RegExp(`^${expressionOf(pattern)}$`);
  return (name) => expression.test(canonicalName(name));
}

/** Stars alone fit every name, `**.` at the start stands for one or more labels, and any other star for a part of one label. */
function expressionOf(pattern: string): string {
  if (/^\*+$/.test(pattern)) return ".+";
  const labels = /^\*{2,}\./.exec(pattern)?.[0] ?? "";
  const rest = pattern.slice(labels.length).replace(/\./g, "[.]").replace(/\*+/g, `${LETTER}*`);
  return labels === "" ? rest : `(${LETTER}+[.])+${rest}`;
}

/** Names are compared without their case and the dot of the root. */
function canonicalName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
