/** A configuration file in sections: what each setting of each section is. */
export type Sections = Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;

/** The text of such a file, as OpenStack's services and Paste read it. */
export function ini(sections: Sections): string {
  return Object.entries(sections)
    .map(([name, settings]) => {
      const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}\n`);
      return `[${name}]\n${lines.join("")}`;
    })
    .join("\n");
}
