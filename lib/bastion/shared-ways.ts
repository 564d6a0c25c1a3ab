import { INGRESS } from "../ingress";
import type { NodeRole, Way } from "../way";

/** Port of the Kubernetes API, on the nodes that run it and in front of them. */
export const API_PORT = 6443;

/**
 * The ways of the HTTPS hosts where no load balancer carries them (SB-2): 80 and 443 to the ingress controller,
 * which is told who the client is.
 *
 * @param to nodes that it runs on. Default: `worker`
 */
export function hostWays(to: NodeRole = "worker"): readonly Way[] {
  const way = { owner: "testbed", to, from: "anywhere", proxyProtocol: true } as const;
  return [
    { ...way, port: 80, nodePort: INGRESS.nodePorts.http, target: "http" },
    { ...way, port: 443, nodePort: INGRESS.nodePorts.https, target: "https" },
  ];
}

/**
 * The way to the Kubernetes API, on its usual port and by all nodes that run it (SB-2).
 *
 * @param from networks that may come in
 */
export function apiWay(from: Way["from"]): Way {
  return { owner: "testbed", target: "api", port: API_PORT, to: "control-plane", from };
}
