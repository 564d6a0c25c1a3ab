import { type Contract, nothing } from "./contract";

/** What a place says of a network that it does not make. */
export interface GivenNetwork {
  /** IPv4 networks that no sandbox may reach. */
  readonly networks: readonly string[];
  /** Addresses of what stands in front of the cluster. Default: nothing does */
  readonly entry?: { readonly publicAddress: string; readonly privateAddress: string } | undefined;
}

/** The contract of a network that is there already. */
export function givenNetwork({ networks, entry }: GivenNetwork): Contract<"network"> {
  return {
    ...nothing("network"),
    network_cidrs: [...networks],
    entry_networks: entry ? [`${entry.privateAddress}/32`] : [],
    entry_public_address: entry?.publicAddress ?? "",
    entry_private_address: entry?.privateAddress ?? "",
  };
}
