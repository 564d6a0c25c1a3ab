/** The CNI of a cluster, as far as sandboxes care: what kinds of policies it enforces. */
export class Cni {
  /** Cilium: network policies, and its own, which know host names. */
  static readonly CILIUM = new Cni("Cilium", true);

  /** Any other CNI that enforces network policies, by its name; it knows no host names. */
  static of(name: string): Cni {
    return new Cni(name, false);
  }

  private constructor(
    readonly name: string,
    /** Whether it knows the policies of Cilium, and so ways out by host name. */
    readonly knowsCiliumPolicies: boolean,
  ) {}
}
