import { DEFAULT_KUBERNETES_MINOR, KUBERNETES_MINORS } from "../versions";

/** A Kubernetes minor version. */
export class KubernetesMinor {
  static readonly V1_34 = new KubernetesMinor("1.34");
  static readonly V1_35 = new KubernetesMinor("1.35");
  /** The minor of a testbed that names none. */
  static readonly DEFAULT = KubernetesMinor.of(DEFAULT_KUBERNETES_MINOR);

  /**
   * A minor by its name, for those that are newer than this library.
   *
   * @throws Error when the name is not of the form 1.35
   */
  static of(name: string): KubernetesMinor {
    if (!/^1\.\d{2}$/.test(name)) {
      throw new Error(
        `${JSON.stringify(name)} is not a Kubernetes minor. Write one of ${KUBERNETES_MINORS.join(", ")}, or a newer one.`,
      );
    }
    return new KubernetesMinor(name);
  }

  private constructor(readonly name: string) {}
}
