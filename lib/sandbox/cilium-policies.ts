import type { EgressDescription } from "../config/sandbox/egress";

/** The DNS of the cluster, by the labels that Cilium gives its pods. */
const TO_DNS = {
  toEndpoints: [{ matchLabels: { "k8s:io.kubernetes.pod.namespace": "kube-system", "k8s:k8s-app": "kube-dns" } }],
  toPorts: [{ ports: [{ port: "53", protocol: "ANY" }], rules: { dns: [{ matchPattern: "*" }] } }],
};

/**
 * What Cilium's own policies add where there are ways out. Those by host name: DNS goes through Cilium's proxy, which
 * learns the addresses of the names (cilium#11767). And a refusal that no way out gets around: neither a name, whatever
 * its owner lets it resolve to, nor a network leads into the testbed or to the metadata of its machines.
 */
export function ciliumPolicies(
  namespace: string,
  ways: readonly EgressDescription[],
  closedNetworks: string[],
  labels: Record<string, string>,
): Record<string, object> {
  if (ways.length === 0) return {};
  const hosts = ways.flatMap((way) => (way.host === undefined ? [] : [{ ...way, host: way.host }]));
  const policy = (name: string, spec: object) => ({
    apiVersion: "cilium.io/v2",
    kind: "CiliumNetworkPolicy",
    metadata: { name, namespace, labels },
    spec: { endpointSelector: {}, ...spec },
  });
  const toHosts = {
    hosts: policy("hosts", {
      egress: [
        TO_DNS,
        ...hosts.map(({ host, port, protocol }) => ({
          toFQDNs: [host.startsWith("*.") ? { matchPattern: host } : { matchName: host }],
          toPorts: [{ ports: [{ port: String(port), protocol }] }],
        })),
      ],
    }),
  };
  return {
    ...(hosts.length > 0 ? toHosts : {}),
    closed: policy("closed-networks", { egressDeny: [{ toCIDR: closedNetworks }] }),
  };
}
