import { describe, expect, it } from "vitest";
import { Ingress, type IngressProps } from "../../../lib/platform/ingress";
import { issuerResources } from "../../../lib/platform/issuers";
import { releasesOf } from "../../support/helm-values";
import { frameOf, only } from "../../support/sandbox";
import { type StackJson, synthesizeConstruct } from "../../support/synth";

const ingress = (props: Partial<IngressProps> = {}): StackJson =>
  JSON.parse(
    synthesizeConstruct((scope) => {
      new Ingress(scope, "ingress", {
        kubernetesMinor: "1.35",
        entryNetworks: ["192.168.0.0/18"],
        mirror: {},
        ...props,
      });
    }),
  );

const values = (props?: Partial<IngressProps>) => releasesOf(ingress(props))[0]?.values;

describe("the ingress controller of a testbed (INF-16, SB-4)", () => {
  it("stands in the documents' namespace, locked, and is reached on its two ports alone (INF-15)", () => {
    const { resource = {} } = ingress();
    expect(Object.values(resource.kubernetes_namespace_v1 ?? {})).toMatchObject([
      { metadata: { name: "ingress-nginx", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
    ]);
    expect(Object.values(resource.kubernetes_network_policy_v1 ?? {})).toMatchObject([
      {
        spec: {
          ingress: [
            {
              ports: [
                { port: "8000", protocol: "TCP" },
                { port: "8443", protocol: "TCP" },
              ],
            },
          ],
        },
      },
    ]);
  });

  it("believes the networks of the entry", () => {
    expect(values()).toMatchObject({
      ports: {
        web: { proxyProtocol: { trustedIPs: ["192.168.0.0/18"] } },
        websecure: { proxyProtocol: { trustedIPs: ["192.168.0.0/18"] } },
      },
    });
  });

  it("takes free values, and charts and images of a mirror", () => {
    const mirror = { charts: "oci://mirror.example.org/charts", images: "mirror.example.org" };
    const [release] = releasesOf(ingress({ free: { log: { level: "DEBUG" } }, mirror }));
    expect(release).toMatchObject({
      chart: "traefik",
      block: { repository: "oci://mirror.example.org/charts" },
      values: { log: { level: "DEBUG" }, image: { registry: "mirror.example.org/docker.io" } },
    });
  });

  it("serves the class that hosts of sandboxes and the answers to Let's Encrypt name", () => {
    const components = { ui: { kind: "stateless", image: "a:1", ports: { http: 8080 } } };
    const host = only(frameOf({ components, expose: [{ component: "ui", host: "demo" }] }), "kubernetes_ingress_v1");
    const { source } = issuerResources({ source: "letsencrypt" });
    expect(values()).toHaveProperty("ingressClass.name", "testbed");
    expect(host).toHaveProperty("spec.ingress_class_name", "testbed");
    expect(source).toHaveProperty("spec.acme.solvers.0.http01.ingress.ingressClassName", "testbed");
  });

  it("has the certificate that cert-manager keeps for hosts without one of their own, in its own namespace", () => {
    const { default: certificate } = issuerResources({ source: "private", domain: "testbed.example.org" });
    expect(certificate).toMatchObject({ metadata: { namespace: "ingress-nginx" } });
    expect(values()).toHaveProperty("tlsStore.default.defaultCertificate.secretName", "default-certificate");
    expect(certificate).toHaveProperty("spec.secretName", "default-certificate");
  });
});
