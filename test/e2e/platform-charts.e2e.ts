import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { ISSUERS } from "../../lib/certificate-source";
import { PLATFORM_REQUESTS } from "../../lib/charts/requests";
import { CILIUM_TAINT } from "../../lib/cilium-taint";
import { type Amounts, sum, times } from "../../lib/config/capacity/amounts";
import { platformRequests } from "../../lib/config/capacity/platform-requests";
import { platformFeatures } from "../../lib/config/platform-features";
import { bytesOf, formatBytes, formatCpu, millicores } from "../../lib/config/sandbox/quantity";
import { INGRESS } from "../../lib/ingress";
import { OWN_NAMES, PLATFORM } from "../../lib/platform-namespaces";
import { CHARTS, type ChartName } from "../../lib/versions";
import { descriptionOf } from "../support/description";
import { releaseOf } from "./support/handed-releases";
import { chartArchive, helmProgram } from "./support/helm";
import { type Container, type PodTemplate, podTemplates, requestsOf } from "./support/pod-templates";
import { type Manifest, manifest, renderChart } from "./support/rendered-chart";
import { suite } from "./support/suite";
import {
  CONTRACTS,
  closedTestbed,
  type DescribedTestbed,
  DNS_SOLVER,
  MIRROR,
  REFERENCE_CHARTS,
  referenceTestbed,
  SOLVER,
} from "./support/testbed-releases";

/** Every chart of a maker, by the name of its release. */
const PUBLISHED = { ...REFERENCE_CHARTS, cilium: "cilium" } as const satisfies Readonly<Record<string, ChartName>>;

/** The part of the platform that each workload is counted as. */
const PARTS: Readonly<Record<string, keyof typeof PLATFORM_REQUESTS>> = {
  "DaemonSet/traefik": "ingress",
  "Deployment/cert-manager": "certificates",
  "Deployment/cert-manager-webhook": "certificatesWebhook",
  "Deployment/cert-manager-cainjector": "certificatesInjector",
  "Deployment/cluster-autoscaler": "autoscaler",
  "Deployment/metrics-server": "metrics",
  "Deployment/csi-nfs-controller": "sharedVolumes",
  "DaemonSet/csi-nfs-node": "sharedVolumesOnNodes",
};

/** Nodes of the reference testbed when all have come. */
const NODES = 4;
const AWS = platformFeatures(descriptionOf({}).place);

const accountSchema = z.object({ metadata: z.object({ annotations: z.record(z.string(), z.string()).optional() }) });
const serviceSchema = z.object({
  spec: z.object({
    type: z.string(),
    externalTrafficPolicy: z.string(),
    ports: z.array(z.object({ name: z.string(), nodePort: z.number().optional() })),
  }),
});

/** What cdktf or Terraform should have filled in; `${NAME}` in a script of a chart is the shell's. */
const LEFT = /\$\{[a-z_]+[.([].{0,60}|.{0,20}TfToken.{0,60}|.{0,20}<unresolved.{0,20}/g;

let reference: DescribedTestbed | undefined;
let closed: DescribedTestbed | undefined;
const testbeds = {
  reference: () => (reference ??= referenceTestbed()),
  closed: () => (closed ??= closedTestbed()),
};

const isDefinition = ({ kind }: Manifest) => kind === "CustomResourceDefinition";
const containersOf = (manifests: readonly Manifest[]) =>
  podTemplates(manifests).flatMap(({ containers }) => containers);
const argumentsOf = (containers: readonly Container[]) =>
  containers.flatMap(({ command, args }) => [...command, ...args]);

/** Every image that a pod may come to run, also those that cert-manager is told of. */
const imagesOf = (containers: readonly Container[]) => [
  ...containers.map(({ image }) => image),
  ...argumentsOf(containers).flatMap((argument) => /^--[\w-]*image=(.+)$/.exec(argument)?.[1] ?? []),
];

/** Its full name, as a mirror has it: Docker's registry keeps what has no owner under `library`. */
const fullName = (image: string) => image.replace(/^docker\.io\/(?=[^/]+$)/, "docker.io/library/");

/** One of the makers' charts, rendered for both testbeds. */
function rendered(
  release: keyof typeof PUBLISHED,
  tests: (of: (testbed: keyof typeof testbeds) => Manifest[]) => void,
) {
  const prepare = async () => ({ helm: await helmProgram(), archive: await chartArchive(CHARTS[PUBLISHED[release]]) });
  suite(`platform chart ${release}`, prepare, (tools) => {
    const manifests: Partial<Record<keyof typeof testbeds, Manifest[]>> = {};

    beforeAll(async () => {
      const { helm, archive } = tools();
      for (const name of ["reference", "closed"] as const) {
        manifests[name] = await renderChart(helm, releaseOf(testbeds[name]().releases, release), archive);
      }
    });

    it.each(["reference", "closed"] as const)("given the %s testbed, then nothing is left to fill in", (name) => {
      const objects = manifests[name]?.filter((one) => !isDefinition(one)) ?? [];
      expect(JSON.stringify(objects).match(LEFT) ?? []).toEqual([]);
      expect(objects.length).toBeGreaterThan(0);
    });

    it("given a mirror, then every image comes through it, and is otherwise the same", () => {
      const images = imagesOf(containersOf(manifests.reference ?? []));
      expect(images.length).toBeGreaterThan(0);
      expect(imagesOf(containersOf(manifests.closed ?? []))).toEqual(
        images.map((image) => `${MIRROR.images}/${fullName(image)}`),
      );
    });

    tests((name) => manifests[name] ?? []);
  });
}

rendered("cilium", () => {});

rendered("csi-driver-nfs", (of) => {
  it("then it makes no storage class and no snapshot class of its own (SB-3)", () => {
    expect(of("reference").map(({ kind }) => kind)).not.toContainEqual(expect.stringMatching(/Class$/));
  });

  it("then its driver has the name that our classes know", () => {
    expect(of("reference").map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toContain(
      "CSIDriver/nfs.csi.k8s.io",
    );
  });

  it("then all its pods are in the namespace that lets them mount on nodes", () => {
    expect(new Set(namespacesOfPods(of("reference")))).toEqual(new Set([OWN_NAMES.storage]));
  });
});

rendered("traefik", (of) => {
  it("then it answers on the node ports of every target, each node for itself (INF-16, SB-2)", () => {
    const { spec } = manifest(of("reference"), "Service", "traefik", serviceSchema);
    expect(spec).toMatchObject({ type: "NodePort", externalTrafficPolicy: "Local" });
    expect(Object.fromEntries(spec.ports.map(({ name, nodePort }) => [name, nodePort]))).toEqual({
      web: INGRESS.nodePorts.http,
      websecure: INGRESS.nodePorts.https,
    });
  });

  it("then exactly the networks of the entry are believed when they say who the client is", () => {
    const trusting = argumentsOf(containersOf(of("reference"))).filter((argument) =>
      /trustedips|insecure/i.test(argument),
    );
    const networks = CONTRACTS.network.entry_networks.join(",");
    expect(trusting.sort()).toEqual([
      "--api.insecure=false",
      `--entryPoints.web.proxyProtocol.trustedIPs=${networks}`,
      `--entryPoints.websecure.proxyProtocol.trustedIPs=${networks}`,
    ]);
  });

  it("then its class is the one that hosts name, and its namespace that of the documents (INF-15)", () => {
    expect(of("reference").map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toContain(
      `IngressClass/${INGRESS.className}`,
    );
    expect(namespacesOfPods(of("reference"))).toEqual([OWN_NAMES.ingress]);
  });
});

rendered("cert-manager", (of) => {
  const { namespace, serviceAccount } = PLATFORM.certificates;

  it("given a zone, then it acts as the role that may change it", () => {
    const account = manifest(of("closed"), "ServiceAccount", serviceAccount, accountSchema);
    expect(account.metadata.annotations).toEqual(SOLVER);
    expect(accountsOf(of("closed"))).toContain(serviceAccount);
  });

  it("given no zone, then it acts as nobody", () => {
    const account = manifest(of("reference"), "ServiceAccount", serviceAccount, accountSchema);
    expect(account.metadata.annotations ?? {}).toEqual({});
  });

  it("then all its pods are in their namespace, and so is what it elects its leader by", () => {
    expect(new Set(namespacesOfPods(of("reference")))).toEqual(new Set([namespace]));
    const leases = of("reference").filter(({ metadata }) => metadata.name.endsWith(":leaderelection"));
    expect(new Set(leases.map(({ metadata }) => metadata.namespace))).toEqual(new Set([namespace]));
  });

  it("then its definitions stay when the release goes, and with them all certificates", () => {
    const definitions = of("reference").filter(isDefinition);
    expect(definitions.length).toBeGreaterThan(0);
    for (const { metadata } of definitions) {
      expect(metadata.annotations).toMatchObject({ "helm.sh/resource-policy": "keep" });
    }
  });
});

rendered("cluster-autoscaler", (of) => {
  const { namespace, serviceAccount } = PLATFORM.autoscaler;
  const container = () => containersOf(of("reference"))[0];

  it("then it asks its cloud for the node groups of its cluster by their tags (INF-36)", () => {
    expect(container()?.command).toEqual(
      expect.arrayContaining([
        "--cloud-provider=aws",
        "--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/INFINITECH-BP",
      ]),
    );
  });

  it("then it knows the taint that Cilium takes away", () => {
    expect(container()?.command).toContain(`--startup-taint=${CILIUM_TAINT.key}`);
  });

  it("then it knows its region", () => {
    expect(container()?.env).toContainEqual({ name: "AWS_REGION", value: "eu-west-1" });
  });

  it("then it acts as its role, by the account that the role trusts", () => {
    const account = manifest(of("reference"), "ServiceAccount", serviceAccount, accountSchema);
    expect(account.metadata.annotations).toEqual(CONTRACTS.nodes.autoscaler_identity);
    expect(accountsOf(of("reference"))).toEqual([serviceAccount]);
    expect(namespacesOfPods(of("reference"))).toEqual([namespace]);
  });
});

rendered("metrics-server", (of) => {
  it("then all its pods are in the namespace of the platform", () => {
    expect(namespacesOfPods(of("reference"))).toEqual([OWN_NAMES.autoscaling]);
  });
});

suite("platform charts of our own", helmProgram, (helm) => {
  const objects = async (name: keyof typeof testbeds, release: string) =>
    (await renderChart(helm(), releaseOf(testbeds[name]().releases, release))).map(
      ({ apiVersion, kind, metadata, spec }) => ({ apiVersion, kind, metadata, spec }),
    );

  it("given Let's Encrypt without a zone, then hosts are shown by an answer on port 80, and the authority of the testbed signs the rest", async () => {
    const rendered = await objects("reference", "issuers");
    expect(rendered.map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name]).sort()).toEqual([
      ["Certificate", "cert-manager", "testbed-authority"],
      ["Certificate", "ingress-nginx", "default-certificate"],
      ["ClusterIssuer", undefined, ISSUERS.letsencrypt],
      ["ClusterIssuer", undefined, "testbed-authority"],
      ["ClusterIssuer", undefined, "testbed-authority-root"],
    ]);
    expect(rendered.find(({ metadata }) => metadata.name === ISSUERS.letsencrypt)?.spec).toEqual({
      acme: {
        server: "https://acme-v02.api.letsencrypt.org/directory",
        privateKeySecretRef: { name: "letsencrypt-account" },
        solvers: [{ http01: { ingress: { ingressClassName: "testbed", serviceType: "ClusterIP" } } }],
      },
    });
    expect(rendered.find(({ metadata }) => metadata.name === "default-certificate")?.spec).toMatchObject({
      dnsNames: ["*.testbed.example.org"],
      issuerRef: { name: "testbed-authority" },
    });
  });

  it("given a zone, then the domain is shown by DNS as its cloud has it, and the wildcard comes from Let's Encrypt", async () => {
    const rendered = await objects("closed", "issuers");
    expect(rendered.find(({ metadata }) => metadata.name === ISSUERS.letsencrypt)?.spec).toEqual({
      acme: {
        server: "https://acme-v02.api.letsencrypt.org/directory",
        email: "admin@example.org",
        privateKeySecretRef: { name: "letsencrypt-account" },
        solvers: [
          { selector: { dnsZones: ["testbed.example.org"] }, dns01: DNS_SOLVER },
          { http01: { ingress: { ingressClassName: "testbed", serviceType: "ClusterIP" } } },
        ],
      },
    });
    expect(rendered.find(({ metadata }) => metadata.name === "default-certificate")?.spec).toMatchObject({
      dnsNames: ["*.testbed.example.org"],
      issuerRef: { name: ISSUERS.letsencrypt },
    });
  });

  it("given a driver that takes snapshots, then their class names it", async () => {
    const [snapshotClass, ...others] = await renderChart(helm(), releaseOf(testbeds.reference().releases, "snapshots"));
    expect(snapshotClass).toEqual({
      apiVersion: "snapshot.storage.k8s.io/v1",
      kind: "VolumeSnapshotClass",
      metadata: {
        name: "testbed-snapshots",
        annotations: { "snapshot.storage.kubernetes.io/is-default-class": "true" },
      },
      driver: CONTRACTS.nodes.volume_driver,
      deletionPolicy: "Delete",
    });
    expect(others).toEqual([]);
  });
});

const prepareAll = async () => {
  const helm = await helmProgram();
  const archives: Partial<Record<string, string>> = {};
  for (const [release, chart] of Object.entries(REFERENCE_CHARTS))
    archives[release] = await chartArchive(CHARTS[chart]);
  return { helm, archives };
};

suite("platform requests", prepareAll, (tools) => {
  let templates: PodTemplate[];
  const lasting = () => templates.filter(({ pods }) => pods !== 0);
  const inAll = (template: PodTemplate) =>
    times(requestsOf(template), template.pods === "each node" ? NODES : template.pods);

  beforeAll(async () => {
    const { helm, archives } = tools();
    const rendered = [];
    for (const [release, archive] of Object.entries(archives)) {
      rendered.push(...(await renderChart(helm, releaseOf(testbeds.reference().releases, release), archive)));
    }
    templates = podTemplates(rendered);
  });

  it("given the charts with our values, then each part asks for what the capacity of a testbed counts", () => {
    const { volumes: _volumes, volumesOnNodes: _onNodes, ...parts } = PLATFORM_REQUESTS;
    const counted = Object.fromEntries(
      Object.entries(parts).map(([part, { pods, cpu, memory }]) => [
        part,
        { pods, cpu: millicores(cpu), memory: bytesOf(memory) },
      ]),
    );
    const asked = lasting().map((one) => [PARTS[one.workload] ?? one.workload, { pods: one.pods, ...requestsOf(one) }]);
    expect(Object.fromEntries(asked)).toEqual(counted);
  });

  it("given the reference testbed with all its nodes, then the platform asks for 1.5 CPU and 3 GiB at most", () => {
    for (const one of lasting()) print(`${one.workload}, ${one.pods}`, inAll(one));
    const whole = sum(lasting().map(inAll));
    print(`the platform on ${NODES} nodes`, whole);
    expect(whole).toEqual(platformRequests(NODES, AWS));
    expect(whole.cpu).toBeLessThanOrEqual(millicores("1.5"));
    expect(whole.memory).toBeLessThanOrEqual(bytesOf("3Gi"));
  });
});

function print(what: string, { cpu, memory }: Amounts): void {
  console.log(`requests: ${what}: CPU ${formatCpu(cpu)}, memory ${formatBytes(memory)}`);
}

/** The namespaces of the workloads among these objects, one for each. */
function namespacesOfPods(manifests: readonly Manifest[]): (string | undefined)[] {
  const workloads = podTemplates(manifests).map(({ workload }) => workload);
  return manifests
    .filter(({ kind, metadata }) => workloads.includes(`${kind}/${metadata.name}`))
    .map(({ metadata }) => metadata.namespace);
}

function accountsOf(manifests: readonly Manifest[]): (string | undefined)[] {
  return podTemplates(manifests).map(({ template }) => template.spec.serviceAccountName);
}
