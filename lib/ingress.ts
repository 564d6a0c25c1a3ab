/** What sandboxes and the ways in know of the ingress controller: the same names and ports on every target. */
export const INGRESS = {
  /** Ingress class that it serves. */
  className: "testbed",
  /** Secret with the certificate of hosts that have none of their own. */
  defaultCertificate: "default-certificate",
  /** Node ports on which it takes HTTP and HTTPS (SB-2). */
  nodePorts: { http: 32080, https: 32443 },
} as const;

/** How an ingress, or an entry point, names a middleware of a namespace (Traefik's `safeNaming`: no two names are the same). */
export function middlewareName(namespace: string, name: string): string {
  return `${namespace}_${name}@kubernetescrd`;
}
