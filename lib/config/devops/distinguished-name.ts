import { quote } from "../../quote";
import { text } from "../fields";

/** A part of the name: an attribute and its value, which neither begins nor ends in a space. */
const PART = '[A-Za-z][\\w-]*=[^$%{}"\\\\,=+<>#;()*\\s]([^$%{}"\\\\,=+<>#;()*\\n]*[^$%{}"\\\\,=+<>#;()*\\s])?';

const PATTERN = new RegExp(`^${PART}(,${PART})*$`);

/** The name of an entry of a directory, without what Terraform or LDAP would read otherwise. */
export function distinguishedName(example: string) {
  const mend = (value: string) => {
    const meant = [value.replace(/\s*,\s*/g, ",").trim(), ofDomain(value)].find((name) => PATTERN.test(name));
    if (meant !== undefined) return `Write ${quote(meant)}.`;
    return `Write it as in ${quote(example)}; values hold none of \\ " , = + < > # ; ( ) * $ % { }.`;
  };
  return text(PATTERN, "is no distinguished name that the tools take", mend).meta({ examples: [example] });
}

/** Whether an entry is another one, or stands below it. */
export function standsBelow(name: string, base: string): boolean {
  return `,${name}`.toLowerCase().endsWith(`,${base}`.toLowerCase());
}

/** How directories name the entry of a domain (RFC 2247). */
function ofDomain(value: string): string {
  if (!/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(value)) return "";
  return value
    .split(".")
    .map((label) => `dc=${label}`)
    .join(",");
}
