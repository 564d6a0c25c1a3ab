/**
 * The pod by which cert-manager shows that it holds a host (HTTP-01). It stands in the namespace of the host while a certificate
 * is made or renewed, which lets it in.
 */
export const ACME_SOLVER = {
  labels: { "acme.cert-manager.io/http01-solver": "true" },
  port: { port: 8089, protocol: "TCP" },
} as const;
