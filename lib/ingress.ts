/** What sandboxes and the ways in know of the ingress controller: the same names and ports on every target. */
export const INGRESS = {
  /** Ingress class that it serves. */
  className: "testbed",
  /** Namespace that it runs in (INF-15). */
  namespace: "ingress-nginx",
  /** Cluster issuer of cert-manager that signs the certificates of hosts (INF-17). */
  issuer: "testbed",
  /** Node ports on which it takes HTTP and HTTPS (SB-2). */
  nodePorts: { http: 32080, https: 32443 },
} as const;
