/** What Cilium has to know on every target. */
export interface CommonOptions {
  /** Name of the testbed: Cilium's cluster name, at most 32 characters. */
  readonly name: string;
  /** Copies of the operator, which never share a node. */
  readonly operatorReplicas: number;
}

/** Values of the Cilium chart that are the same on every target: it stands in for kube-proxy, and shows who speaks to whom. */
export function commonValues({ name, operatorReplicas }: CommonOptions) {
  return {
    cluster: { name },
    kubeProxyReplacement: true,
    // A changed value, such as the tags of the interfaces, reaches pods only when they start anew.
    rollOutCiliumPods: true,
    operator: { rollOutPods: true, replicas: operatorReplicas },
    hubble: {
      enabled: true,
      relay: { enabled: true },
      ui: { enabled: true },
      // Certificates that Helm makes run out after a year without an upgrade; the job renews them in time.
      tls: { auto: { enabled: true, method: "cronJob" } },
    },
  };
}
