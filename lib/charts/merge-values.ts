/**
 * Puts layers of values over each other as Helm does: mappings are merged, and of anything else the last one counts. An empty
 * value takes away what stood there, and stays, so that Helm takes away what the chart itself has there.
 */
export function mergeValues(...layers: readonly object[]): object {
  return layers.reduce<Mapping>((below, above) => merge(below, { ...above }), {});
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
