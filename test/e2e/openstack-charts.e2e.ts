import { join } from "node:path";
import { LocalBackend, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { beforeAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { mergeValues } from "../../lib/charts/merge-values";
import { PLATFORM_REQUESTS } from "../../lib/charts/requests";
import { CINDER_DRIVER, cinderCsiValues } from "../../lib/charts/values/cinder-csi";
import { rke2CiliumValues } from "../../lib/cilium/rke2-values";
import { CLOUD_CONFIG } from "../../lib/cloud-config";
import { type CloudControllerOptions, cloudControllerManifest } from "../../lib/cluster/cloud-controller-manifest";
import { bytesOf, millicores } from "../../lib/config/sandbox/quantity";
import { CHARTS } from "../../lib/versions";
import { RKE2_CILIUM } from "../support/rke2/chart";
import { synthesize } from "../support/synth";
import { chartArchive, helmProgram } from "./support/helm";
import { type PodTemplate, podTemplates, requestsOf } from "./support/pod-templates";
import { type Manifest, manifest, renderChart } from "./support/rendered-chart";
import { output } from "./support/run";
import { suite } from "./support/suite";
import { TerraformStackRun } from "./support/terraform-stack";

const MIRROR = "mirror.example.org/proxy";
const PEM = "-----BEGIN CERTIFICATE-----\nMIIB<&>\n-----END CERTIFICATE-----\n";

/** A secret with all that means something to one of the languages that it comes through. */
const SECRET = "a\"b\\c\\n;#=${d}%{e}<&>'\u00e9\nf\tg";

const podSchema = z.looseObject({
  hostNetwork: z.boolean().optional(),
  dnsPolicy: z.string().optional(),
  nodeSelector: z.record(z.string(), z.string()).nullish(),
  tolerations: z.array(z.looseObject({ key: z.string().optional(), operator: z.string().optional() })).nullish(),
  volumes: z.array(z.looseObject({ name: z.string() })),
});
const configSchema = z.object({ data: z.record(z.string(), z.string()) });

const volume = (name: string) => ({ name, secret: { secretName: CLOUD_CONFIG.name } });
const podOf = ({ template }: PodTemplate) => podSchema.parse(template.spec);
const imagesOf = (templates: readonly PodTemplate[]) =>
  templates.flatMap(({ containers }) => containers.map(({ image }) => image));

/** What a chart makes of values, in the namespace of the credential. */
async function render(helm: string, chart: string, values: object): Promise<Manifest[]> {
  const release = { name: "demo", namespace: CLOUD_CONFIG.namespace, chart, repository: null, version: null };
  const manifests = await renderChart(helm, { ...release, values: [JSON.stringify(values)] });
  // Kubernetes takes what is empty as not there.
  return JSON.parse(JSON.stringify(manifests, (_, value) => value ?? undefined));
}

const prepareCinder = async () => ({ helm: await helmProgram(), archive: await chartArchive(CHARTS.cinderCsi) });

suite("openstack charts, volumes", prepareCinder, (tools) => {
  let manifests: Manifest[];
  const values = (mirror: object) => {
    const { fixed, defaults } = cinderCsiValues({ clusterName: "demo", mirror });
    return mergeValues(defaults, fixed);
  };

  beforeAll(async () => {
    manifests = await render(tools().helm, tools().archive, values({}));
  });

  it("given our values, then the chart brings the driver that our classes name, and no class", () => {
    expect(manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toContain(`CSIDriver/${CINDER_DRIVER}`);
    expect(manifests.map(({ kind }) => kind)).not.toContainEqual(expect.stringMatching(/Class$/));
  });

  it("given our values, then it takes the credential that is there, and makes none", () => {
    expect(manifests.map(({ kind }) => kind)).not.toContain("Secret");
    for (const template of podTemplates(manifests)) {
      expect(podOf(template).volumes).toContainEqual(volume("cloud-config"));
      const [driver] = template.containers.filter(({ name }) => name === "cinder-csi-plugin");
      expect(driver?.env).toContainEqual({ name: "CLOUD_CONFIG", value: "/etc/config/cloud.conf" });
    }
  });

  it("given our values, then no pod has a folder of its node but for what mounting needs", () => {
    const paths = podTemplates(manifests).flatMap((template) => {
      const paths = podOf(template).volumes.map(({ hostPath }) => z.object({ path: z.string() }).safeParse(hostPath));
      return paths.flatMap(({ data }) => data?.path ?? []);
    });
    expect(new Set(paths)).toEqual(
      new Set([
        "/dev",
        "/var/lib/kubelet",
        "/var/lib/kubelet/plugins/cinder.csi.openstack.org",
        "/var/lib/kubelet/plugins_registry/",
      ]),
    );
  });

  it("given our values, then each part asks for what the capacity of a testbed counts", () => {
    const asked = Object.fromEntries(
      podTemplates(manifests).map((template) => [template.workload, { pods: template.pods, ...requestsOf(template) }]),
    );
    const counted = ({ pods, cpu, memory }: (typeof PLATFORM_REQUESTS)[keyof typeof PLATFORM_REQUESTS]) => ({
      pods,
      cpu: millicores(cpu),
      memory: bytesOf(memory),
    });
    expect(asked).toEqual({
      "Deployment/openstack-cinder-csi-controllerplugin": counted(PLATFORM_REQUESTS.volumes),
      "DaemonSet/openstack-cinder-csi-nodeplugin": counted(PLATFORM_REQUESTS.volumesOnNodes),
    });
  });

  it("given our values, then copies of the controllers keep apart by labels that they have", () => {
    const [controllers] = podTemplates(manifests).filter(({ workload }) => workload.startsWith("Deployment/"));
    expect(controllers?.template.metadata?.labels).toMatchObject({
      app: "openstack-cinder-csi",
      component: "controllerplugin",
    });
  });

  it("given a mirror, then every image comes through it, and is otherwise the same", async () => {
    const mirrored = await render(tools().helm, tools().archive, values({ images: MIRROR }));
    const images = imagesOf(podTemplates(manifests));
    expect(images).toHaveLength(9);
    expect(imagesOf(podTemplates(mirrored))).toEqual(images.map((image) => `${MIRROR}/${image}`));
  });
});

const objectsSchema = z.tuple([
  z.object({ kind: z.literal("Secret"), stringData: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal("HelmChart"), spec: z.looseObject({ valuesContent: z.string() }) }),
]);

const prepareController = async () => ({
  helm: await helmProgram(),
  archive: await chartArchive(CHARTS.cloudController),
});

suite("openstack charts, cloud controller", prepareController, (tools) => {
  const options: CloudControllerOptions = {
    authUrl: "https://keystone.example.org:5000/v3",
    region: "RegionOne",
    applicationCredentialId: "0123456789abcdef0123456789abcdef",
    applicationCredentialSecret: "not-a-real-secret",
    clusterName: "true",
    kubernetesMinor: "1.35",
    mirror: {},
  };
  let manifests: Manifest[];
  const renderWith = async (more: Partial<CloudControllerOptions> = {}) => {
    const text = cloudControllerManifest({ ...options, ...more });
    const [, { spec }] = objectsSchema.parse(parseAllDocuments(text).map((document) => document.toJS()));
    return render(tools().helm, tools().archive, parse(spec.valuesContent));
  };
  const only = () => {
    const [template, ...others] = podTemplates(manifests);
    if (template === undefined || others.length > 0) throw new Error("There is not one workload.");
    return template;
  };

  beforeAll(async () => {
    manifests = await renderWith();
  });

  it("given the manifest, then it runs on each node of the control plane, before anything else can", () => {
    expect(only().workload).toBe("DaemonSet/openstack-cloud-controller-manager");
    expect(podOf(only())).toMatchObject({
      hostNetwork: true,
      dnsPolicy: "Default",
      nodeSelector: { "node-role.kubernetes.io/control-plane": "true" },
      priorityClassName: "system-cluster-critical",
    });
    expect(podOf(only()).tolerations).toContainEqual({
      key: "node.cloudprovider.kubernetes.io/uninitialized",
      operator: "Exists",
    });
  });

  it("given the manifest, then it takes the credential beside it, and nothing of its node", () => {
    expect(manifests.map(({ kind }) => kind)).not.toContain("Secret");
    expect(podOf(only()).volumes).toEqual([volume("cloud-config-volume")]);
  });

  it("given the manifest, then it looks after nodes alone, of a Kubernetes no older than itself", () => {
    const [container] = only().containers;
    expect(container?.args).toEqual(
      expect.arrayContaining(["--controllers=cloud-node,cloud-node-lifecycle", "--cloud-config=$(CLOUD_CONFIG)"]),
    );
    expect(container?.image).toBe("registry.k8s.io/provider-os/openstack-cloud-controller-manager:v1.35.0");
  });

  it("given the manifest, then it asks the API of its own node, and a name like a truth value stays a text", () => {
    expect(only().containers[0]?.env).toEqual([
      { name: "CLOUD_CONFIG", value: "/etc/config/cloud.conf" },
      { name: "CLUSTER_NAME", value: "true" },
      { name: "KUBERNETES_SERVICE_HOST", value: "127.0.0.1" },
      { name: "KUBERNETES_SERVICE_PORT", value: "6443" },
    ]);
  });

  it("given a mirror, then the image comes through it", async () => {
    expect(imagesOf(podTemplates(await renderWith({ mirror: { images: MIRROR } })))).toEqual(
      imagesOf(podTemplates(manifests)).map((image) => `${MIRROR}/${image}`),
    );
  });
});

/** What stands in quotes behind a key of `cloud.conf`, with its escapes undone as the parser of the parts undoes them. */
function unquoted(text: string, key: string): string {
  const [, quoted = ""] = new RegExp(`^${key}="((?:[^"\\\\\\n]|\\\\.)*)"$`, "m").exec(text) ?? [];
  const signs: Readonly<Record<string, string>> = { n: "\n", t: "\t" };
  return quoted.replaceAll(/\\(.)/g, (_, sign: string) => signs[sign] ?? sign);
}

describe("given a credential that Terraform fills in, when the manifest is made", () => {
  let secret: z.infer<typeof objectsSchema>[0];
  let values: { podAnnotations: Record<string, string> };

  beforeAll(() => {
    const { outdir } = synthesize((app) => {
      const stack = new TerraformStack(app, "stack");
      new LocalBackend(stack, { path: join(app.outdir, "stack.tfstate") });
      const text = (id: string) => new TerraformVariable(stack, id, { type: "string" }).stringValue;
      const manifest = cloudControllerManifest({
        authUrl: text("url"),
        region: "${Region} %{One}",
        applicationCredentialId: text("id"),
        applicationCredentialSecret: text("secret"),
        certificateAuthority: text("authority"),
        clusterName: "demo",
        kubernetesMinor: "1.35",
        mirror: {},
      });
      new TerraformOutput(stack, "manifest", { value: manifest, staticId: true });
    });
    const run = new TerraformStackRun(join(outdir, "stacks/stack"), {
      TF_VAR_url: "https://keystone.example.org:5000/v3",
      TF_VAR_id: "0123456789abcdef0123456789abcdef",
      TF_VAR_secret: SECRET,
      TF_VAR_authority: PEM,
    });
    run.apply();
    const documents = parseAllDocuments(z.string().parse(run.outputs().manifest));
    const [first, chart] = objectsSchema.parse(documents.map((document) => document.toJS()));
    secret = first;
    values = parse(chart.spec.valuesContent);
  });

  it("then every value arrives as it was", () => {
    const text = secret.stringData["cloud.conf"] ?? "";
    expect(unquoted(text, "auth-url")).toBe("https://keystone.example.org:5000/v3");
    expect(unquoted(text, "region")).toBe("${Region} %{One}");
    expect(unquoted(text, "application-credential-secret")).toBe(SECRET);
    expect(text.split("\n")).toHaveLength(13);
  });

  it("then so do the certificates", () => {
    expect(secret.stringData["ca.crt"]).toBe(PEM);
  });

  it("then a change of it would start new pods", () => {
    expect(values.podAnnotations["testbed-blueprint/secret-sum"]).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});

const prepareCilium = async () => ({ helm: await helmProgram(), archive: await chartArchive(RKE2_CILIUM) });

suite("openstack charts, RKE2's Cilium", prepareCilium, (tools) => {
  const values = rke2CiliumValues({ name: "demo", operatorReplicas: 2, mirror: { images: MIRROR } })["rke2-cilium"];
  let manifests: Manifest[];
  const config = () => manifest(manifests, "ConfigMap", "cilium-config", configSchema).data;

  beforeAll(async () => {
    // As RKE2 sets them on every chart that it brings.
    const global = { clusterCIDR: "10.42.0.0/16", systemDefaultRegistry: `${MIRROR}/docker.io` };
    manifests = await render(tools().helm, tools().archive, { ...values, global });
  });

  it("given our values, then each is one that its chart has", async () => {
    const shown = parse(await output(tools().helm, ["show", "values", tools().archive]));
    const missing = pathsIn(values).filter((path) => !has(shown, path));
    expect(missing).toEqual([]);
  });

  it("given our values, then Cilium stands in for kube-proxy", () => {
    expect(config()).toMatchObject({ "kube-proxy-replacement": "true" });
  });

  it("given our values, then pods have addresses of their node's range, and packets travel in VXLAN", () => {
    expect(config()).toMatchObject({ ipam: "kubernetes", "routing-mode": "tunnel", "tunnel-protocol": "vxlan" });
    expect(Object.keys(config()).filter((key) => key.startsWith("cluster-pool"))).toEqual([]);
  });

  it("given our values, then the agents and the operator ask the API of their own node", () => {
    const own = podTemplates(manifests).filter(({ workload }) =>
      ["DaemonSet/cilium", "Deployment/cilium-operator"].includes(workload),
    );
    expect(own.map(({ workload, pods }) => [workload, pods])).toEqual([
      ["DaemonSet/cilium", "each node"],
      ["Deployment/cilium-operator", 2],
    ]);
    for (const { containers } of own) {
      const told = containers.flatMap(({ env }) => env.filter(({ name }) => name === "KUBERNETES_SERVICE_HOST"));
      expect(new Set(told.map(({ value }) => value))).toEqual(new Set(["127.0.0.1"]));
    }
  });

  it("given our values, then Hubble shows who speaks to whom", () => {
    expect(podTemplates(manifests).map(({ workload }) => workload)).toEqual(
      expect.arrayContaining([
        "Deployment/hubble-relay",
        "Deployment/hubble-ui",
        expect.stringContaining("Job/hubble-generate-certs"),
      ]),
    );
  });

  it("given a mirror, then every image comes through it, once", () => {
    const images = imagesOf(podTemplates(manifests));
    expect(images.length).toBeGreaterThan(5);
    for (const image of images) expect(image).toMatch(new RegExp(`^${MIRROR}/docker\\.io/rancher/[\\w-]+:`));
  });
});

/** The way to every value that is no mapping. */
function pathsIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[...path]];
  return Object.entries(value).flatMap(([key, below]) => pathsIn(below, [...path, key]));
}

function has(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true;
  return (
    typeof value === "object" && value !== null && key in value && has((value as Record<string, unknown>)[key], rest)
  );
}
