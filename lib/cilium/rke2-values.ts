import { stringify } from "yaml";
import { type Mirror, mirrored } from "../charts/mirror";
import { type CommonOptions, commonValues } from "./common-values";

/** What Cilium has to know about a cluster of RKE2. */
export interface Rke2CiliumOptions extends CommonOptions {
  /** Where images come from, the same as in RKE2's settings. */
  readonly mirror: Mirror;
}

/** Where every node of RKE2 reaches the API: a server its own, an agent its own balancer before all servers. */
const LOCAL_API = { k8sServiceHost: "127.0.0.1", k8sServicePort: 6443 };

/**
 * Values of the chart rke2-cilium (INF-14), by the name of the chart: RKE2 brings the chart and its version along. Pods take addresses
 * of the range that Kubernetes gives their node out of `cluster-cidr` (`ipam: kubernetes`), so that nothing has to be said
 * twice, and packets between nodes travel in VXLAN (8472/udp): the network of the hosts has to know nothing of pods. The size of
 * packets follows that of the hosts' network by itself. The keys are those of Cilium 1.19, which RKE2 1.34 and 1.35 carry, and of 1.20.
 */
export function rke2CiliumValues({ mirror, ...options }: Rke2CiliumOptions) {
  return {
    "rke2-cilium": {
      ...commonValues(options),
      ...LOCAL_API,
      ipam: { mode: "kubernetes" },
      routingMode: "tunnel",
      tunnelProtocol: "vxlan",
      // The one image to which the chart does not apply `system-default-registry`, up to 1.19.601 (rke2-charts@b7ce20b3).
      ...mirrored(mirror, (at) => ({
        certgen: { image: { repository: at("docker.io/rancher/mirrored-cilium-certgen") } },
      })),
    },
  };
}

/** The same as the YAML text that Rancher takes as `chart_values`. */
export function rke2CiliumText(options: Rke2CiliumOptions): string {
  return stringify(rke2CiliumValues(options), { lineWidth: 0 });
}
