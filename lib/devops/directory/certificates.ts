import { SERVER_USAGES } from "../../certificate-source";
import { DEVOPS } from "../names";
import { DIRECTORY } from "./access";

/** Secret with the certificate and key of the directory, and the certificate of its authority. */
export const DIRECTORY_TLS = `${DIRECTORY}-tls`;

const API_VERSION = "cert-manager.io/v1";

/** The authority of the directory lives ten years: the tools trust it, and are told anew when it ends. */
const AUTHORITY_LIFETIME = "87600h";

/**
 * An authority for the directory alone, and the certificate of its server, which cert-manager renews by itself. The tools
 * trust it beside the public ones.
 *
 * @param namespace of the tools
 */
export function directoryCertificates(namespace: string = DEVOPS.namespace): Record<string, object> {
  const authority = `${DIRECTORY}-authority`;
  const root = `${authority}-root`;
  const object = (kind: string, name: string, spec: object) => ({
    apiVersion: API_VERSION,
    kind,
    metadata: { name, namespace },
    spec,
  });
  const host = `${DIRECTORY}.${namespace}.svc`;
  return {
    root: object("Issuer", root, { selfSigned: {} }),
    rootCertificate: object("Certificate", root, {
      isCA: true,
      commonName: authority,
      secretName: root,
      duration: AUTHORITY_LIFETIME,
      // With another key the tools would not know what it signs any more.
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Never" },
      issuerRef: { name: root, kind: "Issuer" },
    }),
    authority: object("Issuer", authority, { ca: { secretName: root } }),
    certificate: object("Certificate", DIRECTORY_TLS, {
      secretName: DIRECTORY_TLS,
      commonName: host,
      dnsNames: [host, `${host}.cluster.local`],
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
      usages: SERVER_USAGES,
      issuerRef: { name: authority, kind: "Issuer" },
    }),
  };
}
