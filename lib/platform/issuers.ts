import { INGRESS } from "../ingress";
import { PLATFORM } from "../platform-namespaces";

/** Who signs the certificates of hosts. */
export type CertificateSource = "letsencrypt" | "letsencrypt-staging" | "private" | "self-signed";

/** What the issuers have to know. */
export interface IssuersOptions {
  readonly source: CertificateSource;
  /** Address that the authority writes to. Default: none */
  readonly contact?: string | undefined;
  /** Domain of the hosts. Default: there is none */
  readonly domain?: string | undefined;
  /** How cert-manager shows by DNS that it holds the domain, as it has it under `dns01`. Default: it cannot */
  readonly dnsSolver?: object | undefined;
}

/** The ACME services of Let's Encrypt ("ACME Protocol", "Staging Environment"). */
const SERVERS = {
  letsencrypt: "https://acme-v02.api.letsencrypt.org/directory",
  "letsencrypt-staging": "https://acme-staging-v02.api.letsencrypt.org/directory",
} as const;

/** Secret and issuer of the testbed's own authority; for the source `private` people put the secret there. */
export const AUTHORITY = "testbed-authority";

/** The authority lives ten years: whoever trusts it has to be told anew when it ends. */
const AUTHORITY_LIFETIME = "87600h";

const API_VERSION = "cert-manager.io/v1";

/** Whether one certificate stands for all hosts below the domain: where it can be had without asking each host. */
export function hasWildcard(options: {
  source: CertificateSource;
  domain?: string | undefined;
  dnsSolver: boolean;
}): boolean {
  return options.domain !== undefined && (options.dnsSolver || !isAcme(options.source));
}

/**
 * The issuers of a testbed, and the certificate of hosts that have none of their own (INF-17, SB-7), by a name that tells
 * them apart. There is always an authority of the testbed's own, for that certificate where nobody else signs it.
 */
export function issuerResources(options: IssuersOptions): Record<string, object> {
  const { source, domain } = options;
  const wildcard = hasWildcard({ source, domain, dnsSolver: options.dnsSolver !== undefined });
  const names = domain === undefined ? ["testbed.invalid"] : [`*.${domain}`];
  return {
    ...(source === "private" ? {} : ownAuthority()),
    authority: issuer(AUTHORITY, { ca: { secretName: AUTHORITY } }),
    testbed: issuer(
      INGRESS.issuer,
      isAcme(source) ? { acme: acme(source, options) } : { ca: { secretName: AUTHORITY } },
    ),
    default: certificate(INGRESS.defaultCertificate, INGRESS.namespace, {
      secretName: INGRESS.defaultCertificate,
      dnsNames: names,
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
      issuerRef: issuerRef(wildcard ? INGRESS.issuer : AUTHORITY),
    }),
  };
}

/** An authority that signs itself, made in the cluster. */
function ownAuthority(): Record<string, object> {
  const root = `${AUTHORITY}-root`;
  return {
    root: issuer(root, { selfSigned: {} }),
    rootCertificate: certificate(AUTHORITY, PLATFORM.certificates.namespace, {
      isCA: true,
      commonName: AUTHORITY,
      secretName: AUTHORITY,
      duration: AUTHORITY_LIFETIME,
      privateKey: { algorithm: "ECDSA", size: 256 },
      issuerRef: issuerRef(root),
    }),
  };
}

/** Let's Encrypt: the domain is shown by DNS where that is possible, every other host by an answer on port 80. */
function acme(source: keyof typeof SERVERS, { contact, domain, dnsSolver }: IssuersOptions): object {
  const byDns =
    domain === undefined || dnsSolver === undefined ? [] : [{ selector: { dnsZones: [domain] }, dns01: dnsSolver }];
  // Sandboxes take no services with node ports, which is cert-manager's default for those that answer.
  const byHttp = { http01: { ingress: { ingressClassName: INGRESS.className, serviceType: "ClusterIP" } } };
  return {
    server: SERVERS[source],
    ...(contact === undefined ? {} : { email: contact }),
    privateKeySecretRef: { name: `${source}-account` },
    solvers: [...byDns, byHttp],
  };
}

function isAcme(source: CertificateSource): source is keyof typeof SERVERS {
  return source in SERVERS;
}

function issuer(name: string, spec: object): object {
  return { apiVersion: API_VERSION, kind: "ClusterIssuer", metadata: { name }, spec };
}

function certificate(name: string, namespace: string, spec: object): object {
  return { apiVersion: API_VERSION, kind: "Certificate", metadata: { name, namespace }, spec };
}

function issuerRef(name: string): object {
  return { group: "cert-manager.io", kind: "ClusterIssuer", name };
}
