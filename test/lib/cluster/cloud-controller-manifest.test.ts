import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { checkAllValues } from "../../../lib/charts/free-values";
import { type CloudControllerOptions, cloudControllerManifest } from "../../../lib/cluster/cloud-controller-manifest";

const PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

const options: CloudControllerOptions = {
  authUrl: "https://keystone.example.org:5000/v3",
  region: "RegionOne",
  applicationCredentialId: "0123456789abcdef0123456789abcdef",
  applicationCredentialSecret: "not-a-real-secret",
  kubernetesMinor: "1.35",
  clusterName: "demo",
  mirror: {},
};

const objectsSchema = z.tuple([
  z.object({
    kind: z.literal("Secret"),
    metadata: z.object({ name: z.string(), namespace: z.string() }),
    stringData: z.record(z.string(), z.string()),
  }),
  z.object({
    apiVersion: z.literal("helm.cattle.io/v1"),
    kind: z.literal("HelmChart"),
    metadata: z.object({
      name: z.string(),
      namespace: z.string(),
      annotations: z.record(z.string(), z.string()),
    }),
    spec: z.looseObject({ valuesContent: z.string() }),
  }),
]);

const objectsWith = (more: Partial<CloudControllerOptions> = {}) =>
  objectsSchema.parse(
    parseAllDocuments(cloudControllerManifest({ ...options, ...more })).map((document) => document.toJS()),
  );
const valuesWith = (more: Partial<CloudControllerOptions> = {}) => parse(objectsWith(more)[1].spec.valuesContent);

describe("what brings OpenStack's cloud controller to a cluster", () => {
  it("is the credential, where the driver of volumes finds it too", () => {
    const [secret] = objectsWith();
    expect(secret.metadata).toEqual({ name: "cloud-config", namespace: "kube-system" });
    expect(Object.keys(secret.stringData)).toEqual(["cloud.conf"]);
    expect(secret.stringData["cloud.conf"]).toContain('application-credential-secret="not-a-real-secret"\n');
  });

  it("is the pinned chart, installed before anything else can run", () => {
    const [, chart] = objectsWith();
    expect(chart.spec).toMatchObject({
      chart: "openstack-cloud-controller-manager",
      repo: "https://kubernetes.github.io/cloud-provider-openstack",
      version: "2.36.0",
      targetNamespace: "kube-system",
      bootstrap: true,
    });
  });

  it("keeps RKE2 from setting values of its own", () => {
    expect(objectsWith()[1].metadata.annotations).toEqual({ "rke2.cattle.io/inject-cluster-config": "false" });
  });

  it("has values that the pinned chart knows, and no secret among them", () => {
    expect(checkAllValues("cloudController", valuesWith())).toEqual([]);
    expect(objectsWith()[1].spec.valuesContent).not.toContain(options.applicationCredentialSecret);
  });

  it("brings the certificates of OpenStack's authority, where cloud.conf names them", () => {
    const [{ stringData }] = objectsWith({ certificateAuthority: PEM });
    expect(stringData["ca.crt"]).toBe(PEM);
    expect(stringData["cloud.conf"]).toContain("ca-file=/etc/config/ca.crt");
  });

  it("starts the controller anew when the credential changes, and only then", () => {
    const sum = (more: Partial<CloudControllerOptions> = {}) => valuesWith(more).podAnnotations;
    expect(sum()).toEqual(sum({ clusterName: "other" }));
    expect(sum()).not.toEqual(sum({ applicationCredentialSecret: "another" }));
    expect(sum()).not.toEqual(sum({ certificateAuthority: PEM }));
  });

  it("comes through a mirror: a repository by its address, a registry by that of the chart in it", () => {
    const specOf = (charts: string) => objectsWith({ mirror: { charts } })[1].spec;
    expect(specOf("https://mirror.example.org/charts")).toMatchObject({
      chart: "openstack-cloud-controller-manager",
      repo: "https://mirror.example.org/charts",
    });
    const spec = specOf("oci://mirror.example.org/charts");
    expect(spec).toMatchObject({ chart: "oci://mirror.example.org/charts/openstack-cloud-controller-manager" });
    expect(spec).not.toHaveProperty("repo");
    expect(valuesWith({ mirror: { images: "mirror.example.org" } })).toHaveProperty(
      "image.repository",
      "mirror.example.org/registry.k8s.io/provider-os/openstack-cloud-controller-manager",
    );
  });

  it("takes tokens for all that OpenStack says, certificates included", () => {
    const token = "${TfToken[TOKEN.3]}";
    const [secret, chart] = objectsWith({
      applicationCredentialId: token,
      applicationCredentialSecret: token,
      certificateAuthority: token,
    });
    expect(secret.stringData["ca.crt"]).toMatch(/^\$\{TfToken\[/);
    expect(chart.spec.valuesContent).toMatch(/secret-sum: sha256:\$\{TfToken\[/);
  });

  it("keeps plain text from Terraform", () => {
    expect(cloudControllerManifest({ ...options, region: "${a}", clusterName: "%{b}" })).not.toMatch(
      /(?<!\$)\$\{|(?<!%)%\{/,
    );
  });
});

describe("what brings OpenStack's cloud controller is refused", () => {
  it.each([
    ["no certificate", "abc"],
    ["a private key", `${PEM}-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n`],
  ])("with %s as authority", (_, certificateAuthority) => {
    expect(() => cloudControllerManifest({ ...options, certificateAuthority })).toThrow(
      "The authority of OpenStack is not certificates in PEM form.",
    );
  });
});
