/** An entry: its distinguished name, and its attributes with one or several values. */
export interface Entry {
  readonly dn: string;
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
}

/** Values that an entry gets beside those that it has. */
export interface Addition {
  readonly dn: string;
  readonly attribute: string;
  readonly value: string;
}

/** What LDIF takes as it stands (RFC 2849, SAFE-STRING); all else is written in base64. Spaces at the end would be lost. */
const SAFE = /^(?![ :<])[\x20-\x7e]*(?<! )$/;

/** Writes entries as LDIF (RFC 2849), in their order: parents first. */
export function ldif(entries: readonly Entry[]): string {
  return entries.map(entryText).join("\n");
}

/** Writes additions of single values as LDIF. */
export function ldifAdditions(additions: readonly Addition[]): string {
  const texts = additions.map(({ dn, attribute, value }) =>
    [line("dn", dn), "changetype: modify", `add: ${attribute}`, line(attribute, value), ""].join("\n"),
  );
  return texts.join("\n");
}

function entryText({ dn, attributes }: Entry): string {
  const values = Object.entries(attributes).flatMap(([name, given]) =>
    [given].flat().map((value) => line(name, value)),
  );
  return [line("dn", dn), ...values, ""].join("\n");
}

/** One line, however long: whoever reads LDIF joins folded lines, and needs none. */
function line(name: string, value: string): string {
  return SAFE.test(value) ? `${name}: ${value}` : `${name}:: ${Buffer.from(value, "utf8").toString("base64")}`;
}
