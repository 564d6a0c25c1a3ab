import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { describe, expect, it } from "vitest";
import { Certificates, type CertificatesProps } from "../../../lib/platform/certificates";
import { dependenciesOf } from "../../support/dependencies";
import { releasesOf } from "../../support/helm-values";
import { type StackJson, synthesizeConstruct } from "../../support/synth";

const certificates = (props: Partial<CertificatesProps> = {}): StackJson =>
  JSON.parse(
    synthesizeConstruct((scope) => {
      const ingress = new NamespaceV1(scope, "ingress", { metadata: { name: "ingress-nginx" } });
      new Certificates(scope, "certificates", {
        kubernetesMinor: "1.35",
        identity: { "example.org/role": "demo" },
        issuers: { source: "self-signed" },
        mirror: {},
        after: [ingress],
        ...props,
      });
    }),
  );

describe("the certificates of a testbed (INF-17)", () => {
  const stack = certificates();
  const releases = releasesOf(stack);

  it("are those of cert-manager, with the identity that it is told", () => {
    expect(releases[0]).toMatchObject({
      chart: "certManager",
      values: { serviceAccount: { name: "cert-manager", annotations: { "example.org/role": "demo" } } },
    });
  });

  it("have issuers after cert-manager, and after the namespace that keeps the one of all hosts", () => {
    expect(releases[1]).toMatchObject({
      id: expect.stringMatching(/^certificates_issuers_release/),
      values: { resources: { authority: { kind: "ClusterIssuer" }, default: { kind: "Certificate" } } },
    });
    expect([...(dependenciesOf(stack).get(`helm_release.${releases[1]?.id}`) ?? [])]).toEqual(
      expect.arrayContaining([`helm_release.${releases[0]?.id}`, "kubernetes_namespace_v1.ingress"]),
    );
  });

  it("stand in a namespace that is locked, and whose webhook alone is reached", () => {
    const { resource = {} } = stack;
    const own = Object.entries(resource.kubernetes_namespace_v1 ?? {}).filter(([id]) => id.startsWith("certificates"));
    expect(own).toMatchObject([
      [
        expect.anything(),
        { metadata: { name: "cert-manager", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
      ],
    ]);
    expect(Object.values(resource.kubernetes_network_policy_v1 ?? {})).toMatchObject([
      { spec: { ingress: [{ ports: [{ port: "10250", protocol: "TCP" }] }] } },
    ]);
  });

  it("take free values of the chart, and charts and images of a mirror", () => {
    const mirror = { charts: "oci://mirror.example.org/charts", images: "mirror.example.org" };
    const [release] = releasesOf(certificates({ free: { replicaCount: 2 }, mirror }));
    expect(release).toMatchObject({
      block: { repository: "oci://mirror.example.org/charts" },
      values: { replicaCount: 2, imageRegistry: "mirror.example.org/quay.io" },
    });
  });
});
