import { type CertificateSource, ISSUERS, SERVER_USAGES } from "../certificate-source";
import { INGRESS } from "../ingress";
import { OWN_NAMES, PLATFORM } from "../platform-namespaces";

/** What the issuers have to know. */
export interface IssuersOptions {
  readonly source: CertificateSource;
  /** Namespace of the ingress controller, which keeps the certificate of hosts that have none of their own. Default: `ingress-nginx` */
  readonly ingressNamespace?: string | undefined;
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
 * them apart. Where the source of a place cannot sign that certificate, an authority of the testbed's own does.
 */
export function issuerResources(options: IssuersOptions): Record<string, object> {
  const { source, domain } = options;
  const isForAll =
    domain === undefined ? !isAcme(source) : hasWildcard({ ...options, dnsSolver: options.dnsSolver !== undefined });
  const signer = isForAll ? source : "self-signed";
  return {
    ...(source === "self-signed" || signer === "self-signed" ? ownAuthority() : {}),
    ...(source === "self-signed"
      ? {}
      : { source: issuer(ISSUERS[source], isAcme(source) ? { acme: acme(source, options) } : authority(source)) }),
    default: certificate(INGRESS.defaultCertificate, options.ingressNamespace ?? OWN_NAMES.ingress, {
      secretName: INGRESS.defaultCertificate,
      dnsNames: domain === undefined ? ["testbed.invalid"] : [`*.${domain}`],
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
      usages: SERVER_USAGES,
      issuerRef: issuerRef(ISSUERS[signer]),
    }),
  };
}

/** An authority whose certificate and key are in the secret of its name. */
function authority(source: "private" | "self-signed"): object {
  return { ca: { secretName: ISSUERS[source] } };
}

/** An authority that signs itself, made in the cluster, and its issuer. */
function ownAuthority(): Record<string, object> {
  const name = ISSUERS["self-signed"];
  const root = `${name}-root`;
  return {
    root: issuer(root, { selfSigned: {} }),
    rootCertificate: certificate(name, PLATFORM.certificates.namespace, {
      isCA: true,
      commonName: name,
      secretName: name,
      duration: AUTHORITY_LIFETIME,
      // With another key, what it signed before would not be known by it any more.
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Never" },
      issuerRef: issuerRef(root),
    }),
    authority: issuer(name, authority("self-signed")),
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
