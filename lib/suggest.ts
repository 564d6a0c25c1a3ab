import { closest, distance } from "fastest-levenshtein";

/** The mend for a name that is not among those that may stand here. */
export function suggest(name: string, known: readonly string[], title: string): string {
  if (known.length === 0) return `There are no ${title} here.`;
  const near = nearest(name, known);
  const all = `${title[0]?.toUpperCase()}${title.slice(1)}: ${known.join(", ")}.`;
  if (near === undefined) return all;
  return known.length > 12 ? `Did you mean ${near}?` : `Did you mean ${near}? ${all}`;
}

/** The name among those known that another probably meant; undefined where none is like it. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(name, known);
  return distance(name, near) <= Math.max(2, name.length / 3) ? near : undefined;
}
