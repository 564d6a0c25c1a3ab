import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { CILIUM_TAINT } from "../../lib/cilium-taint";
import { DescriptionError } from "../../lib/config/problem";
import { connectionOf } from "../../stacks/connection";
import { consume } from "../../stacks/contract";
import { PlatformStack } from "../../stacks/platform";
import { stateStore } from "../../stacks/state";
import { TestbedStack } from "../../stacks/testbed-stack";
import { AWS_PLACE, descriptionOf, EXISTING_PLACE } from "../support/description";
import { filledIn, releasesOf } from "../support/helm-values";
import { PROGRAMS } from "../support/programs";
import {
  type Block,
  type StackJson,
  type Synthesized,
  synthesize,
  synthesizeTestbed,
  temporaryFolder,
} from "../support/synth";

const DOMAIN = "testbed.example.org";
const ZONE = "Z0123456789ABCDEFGHIJ";
const UI = { components: { ui: { kind: "stateless", image: "example.org/ui:1", ports: { http: 8080 } } } };

const THREE_ZONES = {
  a: { public: "192.168.0.0/20", private: "192.168.16.0/20" },
  b: { public: "192.168.32.0/20", private: "192.168.48.0/20" },
  c: { public: "192.168.64.0/20", private: "192.168.80.0/20" },
};

interface Options {
  /** Keys of the place. */
  readonly place?: object;
  /** Keys of its target. */
  readonly aws?: object;
  /** Keys of testbed.yaml. */
  readonly testbed?: object;
  /** What a sandbox `pilot` exposes. */
  readonly expose?: readonly object[];
}

/** A testbed whose files say this beside what they need. */
function synthesized({ place = {}, aws = {}, testbed = {}, expose }: Options = {}): Synthesized {
  const folder = temporaryFolder();
  const write = (file: string, content: object) => writeFileSync(join(folder, file), stringify(content));
  mkdirSync(join(folder, "places"));
  mkdirSync(join(folder, "sandboxes"));
  write("testbed.yaml", { place: "demo", ...testbed });
  write("places/demo.yaml", {
    name: "demo",
    sources: { office: ["10.9.0.0/24"] },
    ...place,
    aws: { region: "eu-west-1", apiAccess: ["office"], admins: ["arn:aws:iam::210987654321:role/admin"], ...aws },
  });
  if (expose) write("sandboxes/pilot.yaml", { ...UI, expose });
  return synthesizeTestbed(folder);
}

const stackOf = ({ stacks }: Synthesized, id: string): StackJson => {
  const stack = stacks[id];
  if (!stack) throw new Error(`There is no stack ${id}.`);
  return stack;
};
const platform = (options?: Options) => stackOf(synthesized(options), "demo-platform");
const blocks = ({ resource }: StackJson, type: string): Block[] => Object.values(resource?.[type] ?? {});
const outputs = ({ output }: StackJson) =>
  Object.fromEntries(Object.entries(output ?? {}).map(([name, { value }]) => [name, value]));
const published = (stack: string, name: string) => filledIn(`data.terraform_remote_state.${stack}.outputs.${name}`);

/** The values of a release of the platform, by its name. */
function valuesOf(stack: StackJson, name: string): Readonly<Record<string, unknown>> {
  const found = releasesOf(stack).find(({ block }) => block.name === name);
  if (!found) throw new Error(`There is no release ${name}.`);
  return found.values;
}

const issuersOf = (stack: StackJson) =>
  valuesOf(stack, "issuers").resources as Record<string, { metadata: { name: string }; spec: Block }>;

describe("the platform of a testbed by default", () => {
  const all = synthesized();
  const stack = stackOf(all, "demo-platform");

  it("is deployed once there are nodes, and before every frame and the edge", () => {
    const { manifest } = synthesized({ place: { domain: DOMAIN }, expose: [{ component: "ui", host: "pilot" }] });
    const before = Object.fromEntries(manifest.map(({ name, dependencies }) => [name, dependencies]));
    expect(before["demo-platform"]).toEqual(["demo-network", "demo-cluster", "demo-nodes"]);
    expect(before["demo-pilot"]).toContain("demo-platform");
    expect(before["demo-edge"]).toContain("demo-platform");
  });

  it("is five charts and what belongs to them, each release in a namespace of the platform", () => {
    expect(
      releasesOf(stack)
        .map(({ block }) => block.name)
        .sort(),
    ).toEqual([
      "cert-manager",
      "cluster-autoscaler",
      "csi-driver-nfs",
      "issuers",
      "metrics-server",
      "snapshots",
      "traefik",
    ]);
    for (const { block } of releasesOf(stack)) expect(block.namespace).toMatch(/^\$\{kubernetes_namespace_v1\./);
  });

  it.each([
    ["cert-manager", "restricted", [10250]],
    ["ingress-nginx", "restricted", [8000, 8443]],
    ["platform", "restricted", [10250]],
    ["storage", "privileged", []],
  ])("keeps the pods of %s to the level %s, and lets others in on %j alone", (name, level, ports) => {
    const id = Object.entries(stack.resource?.kubernetes_namespace_v1 ?? {}).find(
      ([, { metadata }]) => (metadata as { name: string }).name === name,
    );
    expect(id?.[1]).toMatchObject({ metadata: { labels: { "pod-security.kubernetes.io/enforce": level } } });
    const policies = blocks(stack, "kubernetes_network_policy_v1").filter(({ metadata }) =>
      (metadata as { namespace: string }).namespace.includes(`.${id?.[0]}.`),
    );
    expect(policies).toMatchObject([
      {
        spec: {
          pod_selector: {},
          ingress:
            ports.length === 0 ? [] : [{ ports: ports.map((port) => ({ port: String(port), protocol: "TCP" })) }],
        },
      },
    ]);
  });

  it("keeps few privileges: one namespace alone is not locked", () => {
    const levels = blocks(stack, "kubernetes_namespace_v1").map(
      ({ metadata }) => (metadata as { labels: Record<string, string> }).labels["pod-security.kubernetes.io/enforce"],
    );
    expect(levels.sort()).toEqual(["privileged", "restricted", "restricted", "restricted"]);
  });

  it("takes identities, classes and names from what other stacks publish", () => {
    expect(valuesOf(stack, "cluster-autoscaler")).toMatchObject({
      cloudProvider: published("nodes", "autoscaler_provider"),
      autoDiscovery: { clusterName: published("nodes", "autoscaler_cluster") },
      extraEnv: published("nodes", "autoscaler_environment"),
      rbac: { serviceAccount: { annotations: published("nodes", "autoscaler_identity") } },
    });
    expect(valuesOf(stack, "cert-manager")).toMatchObject({
      serviceAccount: { annotations: published("nodes", "certificates_identity") },
    });
    expect(valuesOf(stack, "traefik")).toMatchObject({
      ports: {
        web: { proxyProtocol: { trustedIPs: published("network", "entry_networks") } },
        websecure: { proxyProtocol: { trustedIPs: published("network", "entry_networks") } },
      },
    });
    expect(valuesOf(stack, "snapshots")).toMatchObject({
      resources: { class: { driver: published("nodes", "volume_driver") } },
    });
    const classes = blocks(stack, "kubernetes_storage_class_v1");
    expect(classes.map(({ storage_provisioner }) => storage_provisioner).sort()).toEqual([
      "${data.terraform_remote_state.nodes.outputs.volume_driver}",
      "${data.terraform_remote_state.nodes.outputs.volume_driver}",
      "${data.terraform_remote_state.nodes.outputs.volume_driver}",
      "nfs.csi.k8s.io",
      "nfs.csi.k8s.io",
    ]);
  });

  it("knows the taint that new nodes begin with, which is the one that they have", () => {
    expect(valuesOf(stack, "cluster-autoscaler")).toHaveProperty("extraArgs.startup-taint", CILIUM_TAINT.key);
    const groups = blocks(stackOf(all, "demo-nodes"), "aws_eks_node_group");
    expect(groups[0]?.taint).toContainEqual(expect.objectContaining({ key: CILIUM_TAINT.key }));
  });

  it("publishes nothing: whoever comes after rests on fixed names", () => {
    expect(stack.output ?? {}).toEqual({});
  });
});

describe("the platform of a target that has less", () => {
  /** A platform on stacks of which nothing is known but what they publish. */
  function platformOf(description: object): StackJson {
    const all = synthesize((app) => {
      const state = stateStore(undefined, { directory: "/testbed", outdir: app.outdir });
      const { testbed, place } = descriptionOf({}, {}, { domain: DOMAIN, ...description });
      const below = (id: string) => new TestbedStack(app, id, { name: "demo", state });
      const clusterStack = below("cluster");
      new PlatformStack(app, {
        testbed,
        place,
        state,
        target: {
          network: below("network"),
          nodes: below("nodes"),
          connect: (stack) => connectionOf(consume(stack, "cluster", clusterStack)),
        },
      });
    });
    return stackOf(all, "demo-platform");
  }
  const AWS = {};
  const EXISTING = { aws: undefined, existing: EXISTING_PLACE };
  const WITH_ZONE = { aws: { ...AWS_PLACE, hostedZone: "Z0123456789" } };
  const names = (stack: StackJson) => releasesOf(stack).map(({ block }) => block.name);

  it("given node groups that do not grow, then there is no autoscaler of nodes, and the figures of pods stay", () => {
    expect(names(platformOf(AWS))).toContain("cluster-autoscaler");
    expect(names(platformOf(EXISTING))).not.toContain("cluster-autoscaler");
    expect(names(platformOf(EXISTING))).toContain("metrics-server");
  });

  it("given volumes without snapshots, then there is no class of them", () => {
    expect(names(platformOf(AWS))).toContain("snapshots");
    expect(names(platformOf(EXISTING))).not.toContain("snapshots");
  });

  it("given no way to show by DNS that the domain is held, then every host answers by HTTP", () => {
    const solvers = (description: object) => {
      const { source } = issuersOf(platformOf(description)) as { source?: { spec: { acme: { solvers: object[] } } } };
      return source?.spec.acme.solvers;
    };
    expect(solvers(WITH_ZONE)).toHaveLength(2);
    expect(solvers(AWS)).toEqual([{ http01: expect.anything() }]);
  });
});

describe("the platform names no cloud", () => {
  // The states of other stacks lie where the place says; ebs-sc is a name of the documents.
  const withoutClouds = ({ resource, provider }: StackJson) =>
    JSON.stringify({ resource, provider }).toLowerCase().replaceAll("ebs-sc", "");

  it.each(["reference", "blueprint", "node-groups", "existing-network"])("in %s", (program) => {
    const { stacks } = PROGRAMS[program]?.() ?? { stacks: {} };
    const [found, ...others] = Object.entries(stacks).filter(([id]) => id.endsWith("-platform"));
    expect(others).toEqual([]);
    const text = withoutClouds(found?.[1] as StackJson);
    expect(text.length).toBeGreaterThan(5000);
    for (const cloud of ["aws", "amazon", "ebs.csi", "eks", "route53", "arn:", "gp3", "eu-west", "openstack"]) {
      const at = text.indexOf(cloud);
      expect(at < 0 ? "" : text.slice(Math.max(0, at - 60), at + 40), cloud).toBe("");
    }
  });
});

describe("what the nodes publish for the platform", () => {
  it("are the names of AWS, and a file system of the testbed's own (SB-3)", () => {
    const nodes = stackOf(synthesized(), "demo-nodes");
    expect(outputs(nodes)).toMatchObject({
      autoscaler_provider: "aws",
      autoscaler_environment: { AWS_REGION: "eu-west-1" },
      autoscaler_identity: { "eks.amazonaws.com/role-arn": expect.stringContaining("aws_iam_role.autoscaler-role") },
      certificates_identity: {},
      dns_solver: "{}",
      volume_driver: "ebs.csi.aws.com",
      volume_parameters: { type: "gp3", encrypted: "true", "csi.storage.k8s.io/fstype": "ext4" },
      shared_volume_server: expect.stringMatching(/^\$\{aws_efs_file_system\..*\.dns_name\}$/),
      shared_volume_path: "/",
    });
    expect(outputs(nodes).shared_volume_options).toEqual(
      expect.arrayContaining(["nfsvers=4.1", "hard", "noresvport", "timeo=600", "retrans=2"]),
    );
  });

  it("are the server that a place names, and then no file system is made", () => {
    const nfs = { server: "nfs.example.org", share: "/exports/testbed", mountOptions: ["nfsvers=4.2"] };
    const nodes = stackOf(synthesized({ place: { storage: { nfs } } }), "demo-nodes");
    expect(outputs(nodes)).toMatchObject({
      shared_volume_server: "nfs.example.org",
      shared_volume_path: "/exports/testbed",
      shared_volume_options: ["nfsvers=4.2"],
    });
    for (const type of ["aws_efs_file_system", "aws_efs_mount_target"]) expect(blocks(nodes, type)).toEqual([]);
  });

  it("forget a file system that a place no longer describes, with the data in it, instead of destroying it", () => {
    const removed = (stack: StackJson) =>
      ((stack as { removed?: { from: string; lifecycle: object }[] }).removed ?? []).map(({ from, lifecycle }) => {
        expect(lifecycle).toEqual({ destroy: false });
        return from;
      });
    const zones = { ...THREE_ZONES, d: { public: "192.168.100.0/22", private: "192.168.104.0/22" } };
    const network = { zones };
    const nodes = { default: {}, ...Object.fromEntries(["c", "d"].map((zone) => [zone, { zones: [zone] }])) };
    const before = stackOf(synthesized({ aws: { network, nodes } }), "demo-nodes");
    expect(removed(before)).toEqual([]);
    const nfs = { server: "nfs.example.org", share: "/exports" };
    const after = removed(stackOf(synthesized({ aws: { network, nodes }, place: { storage: { nfs } } }), "demo-nodes"));
    // All that stood there for it, by the addresses that it really had.
    const made = Object.entries(before.resource ?? {}).flatMap(([type, named]) =>
      Object.keys(named).flatMap((name) => (name.startsWith("shared-volumes") ? [`${type}.${name}`] : [])),
    );
    expect(made).toHaveLength(3 + 4);
    expect(after).toEqual(expect.arrayContaining(made));
  });

  it("have a role for DNS only where a zone is named (INF-17)", () => {
    const roles = (stack: StackJson) => blocks(stack, "aws_iam_role").map(({ name }) => name);
    expect(roles(stackOf(synthesized({ place: { domain: DOMAIN } }), "demo-nodes"))).not.toContain("demo-cert-manager");
    const nodes = stackOf(synthesized({ place: { domain: DOMAIN }, aws: { hostedZone: ZONE } }), "demo-nodes");
    expect(roles(nodes)).toContain("demo-cert-manager");
    expect(outputs(nodes)).toMatchObject({
      certificates_identity: {
        "eks.amazonaws.com/role-arn": expect.stringContaining("aws_iam_role.dns-solver-role"),
      },
    });
    expect(JSON.parse(outputs(nodes).dns_solver as string)).toEqual({
      route53: { region: "eu-west-1", hostedZoneID: ZONE },
    });
  });

  it("take the file system with them only when the place allows it", () => {
    const lifecycle = (aws: object) =>
      blocks(stackOf(synthesized({ aws }), "demo-nodes"), "aws_efs_file_system").map((files) => files.lifecycle);
    expect(lifecycle({})).toEqual([{ prevent_destroy: true }]);
    expect(lifecycle({ deletionProtection: false })).toEqual([{ prevent_destroy: false }]);
  });
});

describe("the networks that the entry stands in", () => {
  const trusted = (aws: object) => outputs(stackOf(synthesized({ aws }), "demo-network")).entry_networks;

  it("are the public subnets of a network of our own, never the whole of it", () => {
    expect(trusted({})).toEqual(["192.168.0.0/18", "192.168.64.0/18"]);
  });

  it("are looked up in a network that exists", () => {
    const zone = (slot: string) => ({ public: `subnet-0000000${slot}`, private: `subnet-1000000${slot}` });
    const existing = { vpcId: "vpc-00000001", cidrs: ["10.0.0.0/16"], zones: { a: zone("a"), b: zone("b") } };
    const { stacks } = synthesized({ aws: { network: { existing } } });
    const network = stacks["demo-network"] as StackJson;
    const value = outputs(network).entry_networks as string[];
    expect(value).toHaveLength(2);
    for (const [index, slot] of ["a", "b"].entries()) {
      const name = /^\$\{data\.aws_subnet\.([\w-]+)\.cidr_block\}$/.exec(value[index] ?? "")?.[1] ?? "";
      expect(network.data?.aws_subnet?.[name]?.id).toBe(`subnet-0000000${slot}`);
    }
  });

  it("are those of the other testbed where the network is shared", () => {
    expect(trusted({ network: { from: "other" } })).toBe(
      "${data.terraform_remote_state.other-network.outputs.entry_networks}",
    );
  });
});

describe("the certificates of a place", () => {
  it("are of Let's Encrypt, shown by HTTP, where it says nothing", () => {
    const { source } = issuersOf(platform({ place: { domain: DOMAIN, contact: "admin@example.org" } }));
    expect(source?.spec.acme).toMatchObject({
      server: "https://acme-v02.api.letsencrypt.org/directory",
      email: "admin@example.org",
      solvers: [{ http01: { ingress: { ingressClassName: "testbed", serviceType: "ClusterIP" } } }],
    });
  });

  it("are shown by DNS where the place names the zone, as the target tells it", () => {
    const { source } = issuersOf(platform({ place: { domain: DOMAIN }, aws: { hostedZone: ZONE } }));
    expect(source?.spec.acme).toMatchObject({
      solvers: [
        {
          selector: { dnsZones: [DOMAIN] },
          dns01: filledIn("jsondecode(data.terraform_remote_state.nodes.outputs.dns_solver)"),
        },
        { http01: expect.anything() },
      ],
    });
  });

  const issuersNamed = (options: Options) => {
    const expose = [
      { component: "ui", host: "pilot" },
      { component: "ui", host: "risk.bank.example" },
    ];
    const place = { domain: DOMAIN, hosts: ["risk.bank.example"], ...options.place };
    const { stacks } = synthesized({ ...options, place, expose });
    const made = Object.values(issuersOf(stacks["demo-platform"] as StackJson));
    const named = blocks(stacks["demo-pilot"] as StackJson, "kubernetes_ingress_v1").map(
      ({ metadata }) =>
        (metadata as { annotations: Record<string, string> }).annotations["cert-manager.io/cluster-issuer"],
    );
    for (const name of named) {
      if (name !== undefined) expect(made.map(({ metadata }) => metadata.name)).toContain(name);
    }
    return named;
  };

  it.each<[string, Options, (string | undefined)[]]>([
    ["Let's Encrypt and no zone", {}, ["letsencrypt", "letsencrypt"]],
    ["Let's Encrypt and a zone", { aws: { hostedZone: ZONE } }, [undefined, "letsencrypt"]],
    ["a private authority", { place: { certificates: "private" } }, [undefined, "private-authority"]],
    ["an authority of its own", { place: { certificates: "self-signed" } }, [undefined, "testbed-authority"]],
    [
      "the staging service",
      { place: { certificates: "letsencrypt-staging" } },
      ["letsencrypt-staging", "letsencrypt-staging"],
    ],
  ])("given %s, then hosts that no wildcard stands for name an issuer that is there", (_, options, issuers) => {
    expect(issuersNamed(options)).toEqual(issuers);
  });
});

describe("the autoscaler of nodes", () => {
  const tag = (kubernetes: object) => valuesOf(platform({ testbed: { kubernetes } }), "cluster-autoscaler").image;

  it.each([
    ["1.34", { minor: "1.34" }, "v1.34.3"],
    ["1.35", { minor: "1.35" }, "v1.35.0"],
    ["a minor that is not tested", { minor: "1.36", untested: true }, "v1.35.0"],
  ])(
    "given %s, then its image knows the scheduler of that minor, or of the newest that is known",
    (_, minor, expected) => {
      expect(tag(minor)).toEqual({ tag: expected });
    },
  );
});

describe("values of a description", () => {
  it("reach each chart as they were written, whatever Terraform would make of them", () => {
    const values = {
      "cert-manager": { podLabels: { note: "${HOME} %{ if y }" } },
      "cluster-autoscaler": { extraArgs: { v: 4, expander: "priority" } },
      "csi-driver-nfs": { controller: { replicas: 2 } },
      "metrics-server": { args: ["${HOME}"], replicas: 3 },
      traefik: { deployment: { annotations: { "${key}": "$${HOME}" } }, accessLog: { format: "common" } },
    };
    const stack = platform({ testbed: { platform: { values } } });
    for (const [chart, written] of Object.entries(values)) expect(valuesOf(stack, chart)).toMatchObject(written);
    expect(valuesOf(stack, "cluster-autoscaler")).toMatchObject({ extraArgs: { "startup-taint": CILIUM_TAINT.key } });
  });

  it("may take a default away", () => {
    const stack = platform({ testbed: { platform: { values: { traefik: { accessLog: { fields: null } } } } } });
    expect(valuesOf(stack, "traefik")).toHaveProperty("accessLog.fields", null);
  });
});

describe("a closed network", () => {
  const mirror = { charts: "oci://mirror.example.org/charts", images: "mirror.example.org/proxy" };
  const { stacks } = synthesized({ place: { mirror } });
  const releases = Object.values(stacks).flatMap(releasesOf);

  it("has every chart from its mirror, Cilium's too", () => {
    const charts = releases.filter(({ chart }) => chart !== undefined);
    expect(charts.map(({ chart }) => chart).sort()).toEqual([
      "certManager",
      "cilium",
      "clusterAutoscaler",
      "csiDriverNfs",
      "metricsServer",
      "traefik",
    ]);
    for (const { block } of charts) expect(block.repository).toBe(mirror.charts);
  });

  it("has our own charts from the stack itself", () => {
    for (const { chart, block } of releases) if (chart === undefined) expect(block).not.toHaveProperty("repository");
  });

  const at = "mirror.example.org/proxy";
  it.each<[string, Readonly<Record<string, string>>]>([
    ["certManager", { imageRegistry: `${at}/quay.io` }],
    ["clusterAutoscaler", { "image.repository": `${at}/registry.k8s.io/autoscaling/cluster-autoscaler` }],
    ["csiDriverNfs", { "image.baseRepo": `${at}/registry.k8s.io`, "image.nfs.repository": "/sig-storage/nfsplugin" }],
    ["metricsServer", { "image.repository": `${at}/registry.k8s.io/metrics-server/metrics-server` }],
    ["traefik", { "image.registry": `${at}/docker.io`, "image.repository": "library/traefik" }],
    [
      "cilium",
      {
        "image.repository": `${at}/quay.io/cilium/cilium`,
        "operator.image.repository": `${at}/quay.io/cilium/operator`,
        "envoy.image.repository": `${at}/quay.io/cilium/cilium-envoy`,
        "certgen.image.repository": `${at}/quay.io/cilium/certgen`,
        "hubble.relay.image.repository": `${at}/quay.io/cilium/hubble-relay`,
        "hubble.ui.backend.image.repository": `${at}/quay.io/cilium/hubble-ui-backend`,
        "hubble.ui.frontend.image.repository": `${at}/quay.io/cilium/hubble-ui`,
      },
    ],
  ])("has the images of %s from its mirror", (chart, images) => {
    const values = releases.find((release) => release.chart === chart)?.values;
    for (const [path, reference] of Object.entries(images)) expect(values).toHaveProperty(path, reference);
  });

  it("takes nothing of them where it has none", () => {
    for (const { chart, block, values } of Object.values(synthesized().stacks).flatMap(releasesOf)) {
      expect(JSON.stringify([block, values])).not.toContain("mirror");
      if (chart !== undefined) expect(block.repository).toMatch(/^https:\/\//);
    }
  });
});

describe("a sandbox", () => {
  it.each(["platform", "storage", "cert-manager", "ingress-nginx"])(
    "may not be called %s, as a namespace of the platform is",
    (name) => {
      const folder = temporaryFolder();
      mkdirSync(join(folder, "places"));
      mkdirSync(join(folder, "sandboxes"));
      writeFileSync(join(folder, "testbed.yaml"), "place: demo\n");
      const aws = { region: "eu-west-1", apiAccess: ["anywhere"], admins: ["arn:aws:iam::210987654321:role/admin"] };
      writeFileSync(join(folder, "places/demo.yaml"), stringify({ name: "demo", aws }));
      writeFileSync(join(folder, `sandboxes/${name}.yaml`), stringify(UI));
      expect(() => synthesizeTestbed(folder)).toThrow(DescriptionError);
    },
  );
});
