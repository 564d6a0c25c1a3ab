import { isDeepStrictEqual } from "node:util";

/**
 * Puts layers of values over each other as Helm does: mappings are merged, and of anything else the last one counts. An empty
 * value takes away what stood there, and stays, so that Helm takes away what the chart itself has there.
 */
export function mergeValues(...layers: readonly object[]): object {
  return layers.reduce<Mapping>((below, above) => merge(below, { ...above }), {});
}

/** Where free values would change what fixed ones set: the way to each place. */
export function conflicts(fixed: object, free: object): string[][] {
  if (!isMapping(fixed) || !isMapping(free)) return [];
  return Object.entries(present(free)).flatMap(([key, value]) => {
    const set = Object.hasOwn(fixed, key) ? fixed[key] : undefined;
    if (set === undefined || isDeepStrictEqual(set, value)) return [];
    return isMapping(set) && isMapping(value) ? conflicts(set, value).map((path) => [key, ...path]) : [[key]];
  });
}

type Mapping = Readonly<Record<string, unknown>>;

function merge(below: Mapping, above: Mapping): Mapping {
  const both = Object.entries(present(above)).map(([key, value]) => {
    const under = below[key];
    return [key, isMapping(under) && isMapping(value) ? merge(under, value) : value];
  });
  return { ...present(below), ...Object.fromEntries(both) };
}

/** A mapping without the keys that are undefined: nobody has set them. */
function present(mapping: Mapping): Mapping {
  return Object.fromEntries(Object.entries(mapping).filter(([, value]) => value !== undefined));
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
