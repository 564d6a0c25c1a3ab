import { describe, expect, it } from "vitest";
import { CERTIFICATE_SOURCES, type CertificateSource, ISSUERS } from "../../../lib/certificate-source";
import { hasWildcard, type IssuersOptions, issuerResources } from "../../../lib/platform/issuers";

const DNS = { someCloud: { zone: "Z1" } };

interface Issuer {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

interface Acme {
  readonly server: string;
  readonly email?: string;
  readonly privateKeySecretRef: { readonly name: string };
  readonly solvers: readonly object[];
}

const resources = (options: IssuersOptions) => issuerResources(options) as Record<string, Issuer>;
const acmeOf = (options: IssuersOptions) => resources(options).source?.spec.acme as Acme | undefined;

/** Every source, with and without a domain, with and without DNS-01. */
const CASES = CERTIFICATE_SOURCES.flatMap((source) =>
  [undefined, "testbed.example.org"].flatMap((domain) =>
    [undefined, DNS].map((dnsSolver): [string, IssuersOptions] => [
      `${source}, ${domain ? "a" : "no"} domain, ${dnsSolver ? "" : "no "}DNS-01`,
      { source, domain, dnsSolver },
    ]),
  ),
);

const isAcme = (source: CertificateSource) => source.startsWith("letsencrypt");

/** The name of the issuer of each source: another one for each, so that cert-manager sees when it changes. */
const NAMES: Readonly<Record<CertificateSource, string>> = {
  letsencrypt: "letsencrypt",
  "letsencrypt-staging": "letsencrypt-staging",
  private: "private-authority",
  "self-signed": "testbed-authority",
};

/** Who can sign the certificate of all hosts: Let's Encrypt only for a domain that is shown by DNS. */
function signerOf({ source, domain, dnsSolver }: IssuersOptions): CertificateSource {
  return !isAcme(source) || (domain !== undefined && dnsSolver !== undefined) ? source : "self-signed";
}

describe("the issuers of a testbed (INF-17, SB-7)", () => {
  const issuersIn = (options: IssuersOptions) =>
    Object.values(resources(options)).filter(({ kind }) => kind === "ClusterIssuer");

  it.each(CASES)("given %s, then the issuer that hosts name is there, and signs by its source", (_, options) => {
    const name = ISSUERS[options.source];
    const [issuer, ...others] = issuersIn(options).filter(({ metadata }) => metadata.name === name);
    expect(name).toBe(NAMES[options.source]);
    expect(others).toEqual([]);
    expect(issuer).toMatchObject({ apiVersion: "cert-manager.io/v1" });
    if (isAcme(options.source)) expect(issuer?.spec).toEqual({ acme: expect.anything() });
    else expect(issuer?.spec).toEqual({ ca: { secretName: name } });
  });

  it.each(CASES)("given %s, then an authority is made in the cluster only where it signs something", (_, options) => {
    const { root, rootCertificate } = resources(options);
    const names = issuersIn(options).map(({ metadata }) => metadata.name);
    if (signerOf(options) !== "self-signed") {
      expect([root, rootCertificate]).toEqual([undefined, undefined]);
      expect(names).toEqual([NAMES[options.source]]);
      return;
    }
    expect(names).toContain("testbed-authority");
    expect(root).toMatchObject({ kind: "ClusterIssuer", spec: { selfSigned: {} } });
    expect(rootCertificate).toMatchObject({
      kind: "Certificate",
      metadata: { name: "testbed-authority", namespace: "cert-manager" },
      spec: {
        isCA: true,
        secretName: "testbed-authority",
        duration: "87600h",
        // What it signed before stays signed when it is renewed.
        privateKey: { rotationPolicy: "Never" },
        issuerRef: { kind: "ClusterIssuer", name: root?.metadata.name },
      },
    });
  });

  it.each(CASES)("given %s, then the certificate of hosts without one is signed by whom it can be", (_, options) => {
    expect(resources(options).default).toEqual({
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name: "default-certificate", namespace: "ingress-nginx" },
      spec: {
        secretName: "default-certificate",
        dnsNames: [options.domain === undefined ? "testbed.invalid" : "*.testbed.example.org"],
        usages: ["digital signature", "key encipherment", "server auth"],
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
        issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: NAMES[signerOf(options)] },
      },
    });
    const hasOne = options.domain !== undefined && signerOf(options) === options.source;
    expect(hasWildcard({ ...options, dnsSolver: options.dnsSolver !== undefined })).toBe(hasOne);
  });

  it.each(CASES)("given %s, then every object has a name of its own", (_, options) => {
    const names = Object.values(resources(options)).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("an issuer of Let's Encrypt", () => {
  it.each<[CertificateSource, string]>([
    ["letsencrypt", "https://acme-v02.api.letsencrypt.org/directory"],
    ["letsencrypt-staging", "https://acme-staging-v02.api.letsencrypt.org/directory"],
  ])("given %s, then it asks %s, with an account of that service alone", (source, server) => {
    expect(acmeOf({ source })).toMatchObject({ server, privateKeySecretRef: { name: `${source}-account` } });
  });

  it("given a contact, then it is told; without one there is none", () => {
    expect(acmeOf({ source: "letsencrypt", contact: "admin@example.org" })?.email).toBe("admin@example.org");
    expect(acmeOf({ source: "letsencrypt" })).not.toHaveProperty("email");
  });

  const BY_HTTP = { http01: { ingress: { ingressClassName: "testbed", serviceType: "ClusterIP" } } };

  it("given no DNS-01, then every host answers by HTTP, with a service that the guard of sandboxes takes", () => {
    expect(acmeOf({ source: "letsencrypt", domain: "testbed.example.org" })?.solvers).toEqual([BY_HTTP]);
  });

  it("given DNS-01, then the domain is shown by DNS, and every other host by HTTP", () => {
    expect(acmeOf({ source: "letsencrypt", domain: "testbed.example.org", dnsSolver: DNS })?.solvers).toEqual([
      { selector: { dnsZones: ["testbed.example.org"] }, dns01: DNS },
      BY_HTTP,
    ]);
  });

  it("given DNS-01 and no domain, then there is nothing to show by DNS", () => {
    expect(acmeOf({ source: "letsencrypt", dnsSolver: DNS })?.solvers).toEqual([BY_HTTP]);
  });
});
