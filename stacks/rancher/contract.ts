import type { RancherCluster } from "../../lib/cluster/rancher-cluster";
import { RANCHER_LOGIN, rancherEndpoint } from "../../lib/cluster/rancher-login";
import type { RancherAddress } from "../../lib/cluster/rancher-provider";
import { type Contract, nothing } from "../contract";

/** What a cluster of Rancher publishes: its API by way of Rancher, where nothing but Rancher's own token is needed. */
export function rancherContract(name: string, server: RancherAddress, cluster: RancherCluster): Contract<"cluster"> {
  return {
    ...nothing("cluster"),
    cluster_name: name,
    cluster_endpoint: rancherEndpoint(server.url, cluster.clusterId),
    cluster_certificate_authority: Buffer.from(server.certificateAuthority ?? "").toString("base64"),
    cluster_id: cluster.clusterId,
    cluster_minor: cluster.minor,
    login_command: RANCHER_LOGIN.command,
    login_arguments: [...RANCHER_LOGIN.arguments],
  };
}
