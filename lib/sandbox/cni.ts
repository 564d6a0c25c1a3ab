/** The CNI of a cluster, as far as sandboxes care: what kinds of policies it enforces. */
export class Cni {
  /** Cilium: network policies, and its own, which know host names. */
  static readonly CILIUM = new Cni("Cilium", true);

  /** Any other CNI that enforces network policies, by its name. */
  static of(name: string): Cni {
    return new Cni(name, false);
  }

  private constructor(
    readonly name: string,
    /** Whether ways out may be told by host name. */
    readonly knowsHostNames: boolean,
  ) {}
}
