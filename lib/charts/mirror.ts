/** Where charts and images come from in a network that reaches no public registries. */
export interface Mirror {
  /** What stands in place of the repository of every chart: `https://` or `oci://`. Default: the chart's own repository */
  readonly charts?: string | undefined;
  /** What stands before the reference of every image, registry included. Default: nothing */
  readonly images?: string | undefined;
}

/**
 * The values that name an image, for a mirror of images; none without one, so that the chart keeps its own.
 *
 * @param name writes the values, with the reference to a registry or an image as the mirror has it
 */
export function mirrored(mirror: Mirror, name: (at: (reference: string) => string) => object): object {
  const { images } = mirror;
  return images === undefined ? {} : name((reference) => `${images}/${reference}`);
}
