import { ANYWHERE, EVERYWHERE } from "./place";

/** The IPv4 networks of named lists, each once; all addresses where the name is `anywhere`. */
export function networksOf(names: readonly string[], sources: Readonly<Record<string, readonly string[]>>): string[] {
  return [...new Set(names.flatMap((name) => (name === ANYWHERE ? [EVERYWHERE] : (sources[name] ?? []))))];
}
