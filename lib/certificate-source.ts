/** Who may sign the certificates of hosts, as a place names them. */
export const CERTIFICATE_SOURCES = ["letsencrypt", "letsencrypt-staging", "private", "self-signed"] as const;

/** Who signs the certificates of hosts. */
export type CertificateSource = (typeof CERTIFICATE_SOURCES)[number];

/**
 * Name of the cluster issuer of cert-manager for each source. It differs from source to source: cert-manager makes a
 * certificate anew when it names another issuer, and not when an issuer of the same name changes. For the last two it is the
 * name of the secret with the authority's certificate and key, too.
 */
export const ISSUERS: Readonly<Record<CertificateSource, string>> = {
  letsencrypt: "letsencrypt",
  "letsencrypt-staging": "letsencrypt-staging",
  private: "private-authority",
  "self-signed": "testbed-authority",
};

/** What the key of a host is for. cert-manager leaves the last out, and without it Apple's systems trust no certificate. */
export const SERVER_USAGES: readonly string[] = ["digital signature", "key encipherment", "server auth"];

/** By these cert-manager makes a certificate for an ingress, and keeps it. */
export function certificateAnnotations(issuer: string): Record<string, string> {
  return {
    "cert-manager.io/cluster-issuer": issuer,
    "cert-manager.io/private-key-algorithm": "ECDSA",
    "cert-manager.io/usages": SERVER_USAGES.join(","),
  };
}
