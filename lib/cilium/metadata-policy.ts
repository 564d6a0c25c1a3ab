import { METADATA_NETWORK } from "../metadata-network";

/**
 * The policy that keeps every pod from the metadata of its machine (rule 16 of the house plan), where the cloud itself cannot: it
 * holds for all namespaces, and changes nothing else that pods may do. Pods in the network of the machine are not its.
 */
export function metadataPolicy(): object {
  return {
    apiVersion: "cilium.io/v2",
    kind: "CiliumClusterwideNetworkPolicy",
    metadata: { name: "no-machine-metadata" },
    spec: {
      description: "Whoever reads the metadata of a machine can act as the machine.",
      endpointSelector: {},
      enableDefaultDeny: { ingress: false, egress: false },
      egressDeny: [{ toCIDR: [METADATA_NETWORK] }],
    },
  };
}
