/**
 * The taint that keeps pods off a node until Cilium runs on it, and that Cilium then takes away (Cilium, "Considerations on
 * node pool taints"). The nodes, Cilium's values and the checks must name the same one.
 */
export const CILIUM_TAINT = { key: "node.cilium.io/agent-not-ready", value: "true", effect: "NoExecute" } as const;
