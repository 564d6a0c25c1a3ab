import { ClusterConnection } from "../lib/cluster/connection";
import type { ProviderPins } from "../lib/require-provider";
import type { Contract } from "./contract";

/** The connection that a cluster's stack publishes, the same way on every target. */
export function connectionOf(cluster: Contract<"cluster">, pins?: ProviderPins): ClusterConnection {
  const login = {
    endpoint: cluster.cluster_endpoint,
    certificateAuthority: cluster.cluster_certificate_authority,
    loginCommand: cluster.login_command,
    loginArguments: cluster.login_arguments,
  };
  return new ClusterConnection(login, pins);
}
