import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { stringify } from "yaml";
import { NEXUS_LICENCE } from "../lib/config/devops/nexus";
import { TARGETS, type Target } from "../lib/config/place";
import { GUEST_NAMES, OWN_NAMES } from "../lib/platform-namespaces";
import { CONTRACT, type Publisher } from "../stacks/contract";
import { helmValues } from "./support/helm-values";
import { type Block, type StackJson, type Synthesized, synthesizeTestbed, temporaryFolder } from "./support/synth";

const ROOT = join(__dirname, "..");

/** The sandboxes that are at home on every target (INF-47). */
const SANDBOXES = ["pilot2", "pilot5b"];

/** What the places have in common: all that is no target. */
const COMMON = {
  name: "portable",
  domain: "testbed.example.org",
  contact: "admin@testbed.example.org",
  registry: { address: "registry.testbed.example.org", pullSecret: "registry" },
  state: { s3: { bucket: "portable-state", region: "eu-west-1" } },
  sources: { office: ["198.51.100.0/26"] },
};

const NFS = { nfs: { server: "nfs.example.org", share: "/exports/testbed" } };
const MACHINE = { cpu: "8", memory: "32Gi" };
const RANCHER = {
  url: "https://rancher.example.org",
  admins: ["genericoidc_group://admins"],
  signIn: { oidc: { issuer: "https://login.example.org/realms/testbed", clientId: "rancher" } },
};

/** The rest of each place. */
const PLACES: Readonly<Record<Target, object>> = {
  aws: {
    aws: {
      region: "eu-west-1",
      clusterName: "PORTABLE",
      apiAccess: ["office"],
      admins: ["arn:aws:iam::210987654321:role/admin"],
      nodes: { default: { instance: "t3a.2xlarge", min: 2, initial: 2, max: 4 } },
    },
  },
  openstack: {
    storage: NFS,
    openstack: {
      authUrl: "https://keystone.example.org:5000/v3",
      externalNetwork: "public",
      rancher: RANCHER,
      bastion: { flavor: "m1.small" },
      nodes: { default: { flavor: "m1.xlarge", ...MACHINE, count: 3, roles: ["etcd", "controlplane", "worker"] } },
    },
  },
  rancher: {
    storage: NFS,
    rancher: {
      server: RANCHER,
      networks: ["10.1.0.0/24"],
      entry: { publicAddress: "198.51.100.101", privateAddress: "10.1.0.5" },
      hosts: Object.fromEntries(
        [1, 2, 3].map((number) => [
          `host-${number}`,
          { address: `10.1.0.1${number}`, ...MACHINE, roles: ["etcd", "controlplane", "worker"] },
        ]),
      ),
    },
  },
  existing: {
    storage: NFS,
    existing: {
      kubeconfig: "access/kubeconfig",
      context: "lab",
      cni: "cilium",
      networks: ["10.2.0.0/24"],
      entry: { publicAddress: "198.51.100.102", privateAddress: "10.2.0.5" },
      classes: { standard: { driver: "driver.longhorn.io", modes: ["ReadWriteOnce"] } },
      has: ["metrics-server"],
      nodes: { worker: { count: 3, ...MACHINE } },
    },
  },
};

/** What stands around us when a testbed is synthesized, and in files that Terraform reads later: none of it is ours to write down. */
const SECRETS = {
  AWS_ACCESS_KEY_ID: "marker-of-aws-access-key",
  AWS_SECRET_ACCESS_KEY: "marker-of-aws-secret",
  AWS_SESSION_TOKEN: "marker-of-aws-session",
  OS_USERNAME: "marker-of-openstack-user",
  OS_PASSWORD: "marker-of-openstack-password",
  OS_TOKEN: "marker-of-openstack-token",
  OS_APPLICATION_CREDENTIAL_ID: "marker-of-application-credential",
  OS_APPLICATION_CREDENTIAL_SECRET: "marker-of-application-credential-secret",
  RANCHER_TOKEN_KEY: "marker-of-rancher-token",
  RANCHER_ACCESS_KEY: "marker-of-rancher-access-key",
  RANCHER_SECRET_KEY: "marker-of-rancher-secret-key",
  KUBE_TOKEN: "marker-of-kubernetes-token",
  TF_VAR_oidc_client_secret: "marker-of-oidc-secret",
};
const KUBECONFIG_TOKEN = "marker-of-kubeconfig";

/** Tools with everything that is named by a secret. */
const DEVOPS = {
  groups: ["interface"],
  projects: { pilot2: { ui: { repository: "https://gitlab.example.org/pilot2/ui.git", secret: "git-pilot2" } } },
  directory: {
    organisation: "INFINITECH",
    people: { ann: { name: "Ann Example", mail: "ann@example.org", groups: ["platform-admins"] } },
  },
  jenkins: {
    deploy: { repository: "https://gitlab.example.org/blueprint/testbed.git", secret: "git-testbed" },
    gitlab: { url: "https://gitlab.example.org", secret: "jenkins-gitlab" },
    slack: { workspace: "example", channel: "#builds", secret: "jenkins-slack" },
  },
  nexus: { licence: NEXUS_LICENCE, objectStorage: { bucket: "artefacts", region: "eu-west-1", secret: "storage" } },
};

/** The same testbed on a target. */
function testbedOn(target: Target): Synthesized {
  const folder = temporaryFolder();
  for (const made of ["places", "sandboxes", "access"]) mkdirSync(join(folder, made));
  const write = (file: string, content: object) => writeFileSync(join(folder, file), stringify(content));
  write("testbed.yaml", { place: "home", devops: DEVOPS });
  write("places/home.yaml", { ...COMMON, ...PLACES[target] });
  write("access/kubeconfig", { users: [{ name: "lab", user: { token: KUBECONFIG_TOKEN } }] });
  for (const sandbox of SANDBOXES) {
    cpSync(join(ROOT, "sandboxes", `${sandbox}.yaml`), join(folder, "sandboxes", `${sandbox}.yaml`));
  }
  return synthesizeTestbed(folder);
}

const synthesized = new Map<Target, Synthesized>();
beforeAll(() => {
  for (const [name, value] of Object.entries(SECRETS)) vi.stubEnv(name, value);
  for (const target of TARGETS) synthesized.set(target, testbedOn(target));
}, 120_000);
afterAll(() => {
  vi.unstubAllEnvs();
});

function testbed(target: Target): Synthesized {
  const found = synthesized.get(target);
  if (!found) throw new Error(`There is no testbed on ${target}.`);
  return found;
}

function stack(target: Target, name: string): StackJson {
  const found = testbed(target).stacks[`${COMMON.name}-${name}`];
  if (!found) throw new Error(`There is no stack ${name} on ${target}.`);
  return found;
}

/** The file that Terraform reads of a stack. */
const fileOf = (target: Target, name: string) =>
  readFileSync(join(testbed(target).outdir, "stacks", `${COMMON.name}-${name}`, "cdk.tf.json"), "utf8");

/** The resources of a stack by `type/address`; the values of a release are put together as Helm does it. */
function resourcesOf({ resource = {} }: StackJson): Readonly<Record<string, Block>> {
  return Object.fromEntries(
    Object.entries(resource).flatMap(([type, named]) =>
      Object.entries(named).map(([address, { "//": _, ...block }]) => [
        `${type}/${address}`,
        type === "helm_release" ? { ...block, values: helmValues(block.values as string[]) } : block,
      ]),
    ),
  );
}

const isNode = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** Where two values differ, as paths. An empty object differs from a text as a whole. */
function differences(one: unknown, other: unknown, path = ""): string[] {
  if (Object.is(one, other)) return [];
  if (!isNode(one) || !isNode(other) || Array.isArray(one) !== Array.isArray(other)) return [path];
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  return keys.flatMap((key) => differences(one[key], other[key], path === "" ? key : `${path}/${key}`));
}

/** The value at such a path. */
const at = (value: unknown, path: string): unknown => {
  const keys = Object.keys(isNode(value) ? value : {});
  const key = keys.find((name) => path === name || path.startsWith(`${name}/`));
  if (key === undefined || !isNode(value)) return undefined;
  return path === key ? value[key] : at(value[key], path.slice(key.length + 1));
};

const OTHERS = TARGETS.filter((target) => target !== "aws");

describe("sandboxes (INF-47)", () => {
  it.each(["openstack", "rancher-bare-metal", "existing"])("are the same files in the example %s", (example) => {
    const textOf = (folder: string, file: string) => {
      const [schema, ...rest] = readFileSync(join(ROOT, folder, file), "utf8").split("\n");
      expect(schema).toMatch(/^# yaml-language-server: \$schema=(\.\.\/)+schema\/sandbox\.schema\.json$/);
      return rest.join("\n");
    };
    const folder = join("examples", example, "sandboxes");
    const files = readdirSync(join(ROOT, folder)).sort();
    expect(files).toEqual(SANDBOXES.map((sandbox) => `${sandbox}.yaml`));
    for (const file of files) expect(textOf(folder, file)).toBe(textOf("sandboxes", file));
  });
});

describe.each(OTHERS)("the testbed on %s, beside the same on aws", (target) => {
  it.each(SANDBOXES)("has an app of %s that is the same to the letter", (sandbox) => {
    const app = fileOf(target, `${sandbox}-app`);
    expect(app).toContain("kubernetes_deployment_v1");
    expect(app).toBe(fileOf("aws", `${sandbox}-app`));
  });

  it.each([...SANDBOXES, "platform", "devops"])("asks the same of Terraform and of the providers for %s", (name) => {
    const { terraform, provider = {} } = stack(target, name);
    expect(terraform).toEqual(stack("aws", name).terraform);
    expect(Object.keys(provider).sort()).toEqual(["helm", "kubernetes"]);
  });

  it("deploys frames after the platform, and apps after frames", () => {
    const { manifest } = testbed(target);
    const before = Object.fromEntries(manifest.map(({ name, dependencies }) => [name, dependencies]));
    for (const sandbox of SANDBOXES) {
      expect(before[`portable-${sandbox}`]).toContain("portable-platform");
      expect(before[`portable-${sandbox}-app`]).toEqual([`portable-${sandbox}`]);
    }
  });
});

/**
 * What the place says of its entry and its networks, as each target has it: published by a stack, or written in its file. And the
 * namespace of the ingress controller, whose name others may have taken in a cluster that was there before.
 */
const DECLARED: Readonly<Record<Target, Readonly<Record<string, string>>>> = {
  aws: publishedByNetwork(),
  openstack: publishedByNetwork(),
  rancher: {
    "public address": "198.51.100.101",
    entry: "10.1.0.5/32",
    networks: '["10.1.0.0/24"]',
    ingress: OWN_NAMES.ingress,
  },
  existing: {
    "public address": "198.51.100.102",
    entry: "10.2.0.5/32",
    networks: '["10.2.0.0/24"]',
    ingress: GUEST_NAMES.ingress,
  },
};

function publishedByNetwork() {
  const output = (name: string) => `data.terraform_remote_state.network.outputs.${name}`;
  return {
    "public address": `\${${output("entry_public_address")}}`,
    entry: `\${${output("entry_private_address")}}/32`,
    networks: output("network_cidrs"),
    ingress: OWN_NAMES.ingress,
  };
}

const ADDRESS = "ip_block/cidr";
const NAMESPACE = "namespace_selector/match_labels/kubernetes.io/metadata.name";
const FACTS = "kubernetes_config_map_v1/frame_facts_config-map/data";

/** The side from which a policy of a frame lets somebody in. */
const from = (policy: string, peer: string) =>
  `kubernetes_network_policy_v1/frame_isolation_${policy}/spec/ingress/0/from/0/${peer}`;

/** Where such data stands in the frame of a sandbox. */
const DATA_OF_FRAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  pilot2: {
    "helm_release/frame_guard_release/values/resources/closed/spec/egressDeny/0/toCIDR": "networks",
    [`${FACTS}/advertised.lx-kafka.advertised.url`]: "public address",
    [`${FACTS}/public.address`]: "public address",
    [from("acme", NAMESPACE)]: "ingress",
    [from("host-pilot2", NAMESPACE)]: "ingress",
    [from("node-port-lx-kafka-8081", ADDRESS)]: "entry",
    [from("node-port-lx-kafka-9092", ADDRESS)]: "entry",
  },
  pilot5b: {
    "helm_release/frame_guard_release/values/resources/closed/spec/egressDeny/0/toCIDR": "networks",
    [`${FACTS}/public.address`]: "public address",
    [from("acme", NAMESPACE)]: "ingress",
    [from("host-pilot5b", NAMESPACE)]: "ingress",
  },
};

describe.each(SANDBOXES)("the frame of %s", (sandbox) => {
  const frame = (target: Target) => resourcesOf(stack(target, sandbox));
  const declared = Object.entries(DATA_OF_FRAMES[sandbox] ?? {});

  it.each(OTHERS)("differs on %s in the data of the place, and in nothing else", (target) => {
    const others = declared.filter(([, datum]) => DECLARED.aws[datum] !== DECLARED[target][datum]);
    expect(differences(frame("aws"), frame(target))).toEqual(others.map(([path]) => path));
  });

  it("is the same to the letter where the network is a stack of the testbed", () => {
    expect(frame("openstack")).toEqual(frame("aws"));
  });

  it.each(TARGETS)("has that data as the place on %s declares it", (target) => {
    for (const [path, datum] of declared) {
      const found = JSON.stringify(at(frame(target), path)).replaceAll('\\"', '"');
      expect(found, path).toContain(DECLARED[target][datum]);
    }
  });

  it.each(TARGETS)("is on %s in the cluster that the platform is in", (target) => {
    expect(stack(target, sandbox).provider).toEqual(stack(target, "platform").provider);
  });
});

/** Where the tools rest on data of the place. */
const DATA_OF_TOOLS: Readonly<Record<string, string>> = {
  "kubernetes_network_policy_v1/agents_builds_closed/spec/egress/2/to/0/ip_block/except": "networks",
  "kubernetes_network_policy_v1/agents_builds_closed/spec/egress/3/to/0/ip_block/cidr": "public address",
  ...Object.fromEntries(
    ["acme", "jenkins", "nexus"].map((door) => [
      `kubernetes_network_policy_v1/namespace_open-${door}/spec/ingress/0/from/0/${NAMESPACE}`,
      "ingress",
    ]),
  ),
};

describe("the devops tools", () => {
  const tools = (target: Target) => resourcesOf(stack(target, "devops"));

  it.each(OTHERS)("differ on %s in the data of the place, and in nothing else", (target) => {
    const expected = Object.entries(DATA_OF_TOOLS).filter(
      ([, datum]) => DECLARED.aws[datum] !== DECLARED[target][datum],
    );
    expect(differences(tools("aws"), tools(target))).toEqual(expected.map(([path]) => path).sort());
  });

  it.each(TARGETS)("have that data as the place on %s declares it", (target) => {
    for (const [path, datum] of Object.entries(DATA_OF_TOOLS)) {
      const found = JSON.stringify(at(tools(target), path)).replaceAll('\\"', '"');
      expect(found, path).toContain(DECLARED[target][datum]?.replace(/^\[|\]$/g, ""));
    }
  });

  it.each(TARGETS)("come on %s after the platform, and are in its cluster", (target) => {
    const { manifest } = testbed(target);
    expect(manifest.find(({ name }) => name === "portable-devops")?.dependencies).toContain("portable-platform");
    expect(stack(target, "devops").provider).toEqual(stack(target, "platform").provider);
  });
});

/** What is in the platform of some targets alone. All else is in that of every target. */
const PARTS: Readonly<Record<string, readonly Target[]>> = {
  // Node groups that grow by themselves are those of AWS.
  "helm_release/autoscaling_cluster-autoscaler_release": ["aws"],
  // The place `existing` says that the cluster has it.
  "helm_release/autoscaling_metrics-server_release": ["aws", "openstack", "rancher"],
  "kubernetes_namespace_v1/autoscaling_namespace_namespace": ["aws", "openstack", "rancher"],
  "kubernetes_network_policy_v1/autoscaling_namespace_policy": ["aws", "openstack", "rancher"],
  // The driver of volumes: an add-on on AWS, there already in `existing`, folders of the NFS server on bare metal.
  "helm_release/storage_cinder_release": ["openstack"],
  // Folders of an NFS server have no snapshots, and what the drivers of others can do nobody says.
  "helm_release/storage_snapshots_release": ["aws", "openstack"],
};

/** Every part of a platform that all targets have. */
const SHARED_PARTS = [
  "helm_release/certificates_cert-manager_release",
  "helm_release/certificates_issuers_release",
  "helm_release/ingress_traefik_release",
  "helm_release/storage_nfs_release",
  "kubernetes_namespace_v1/certificates_namespace_namespace",
  "kubernetes_namespace_v1/ingress_namespace_namespace",
  "kubernetes_namespace_v1/storage_namespace_namespace",
  "kubernetes_network_policy_v1/certificates_namespace_policy",
  "kubernetes_network_policy_v1/ingress_namespace_policy",
  "kubernetes_network_policy_v1/storage_namespace_policy",
  "kubernetes_storage_class_v1/storage_ebs-sc",
  "kubernetes_storage_class_v1/storage_sb-managed-nfs-storage",
  "kubernetes_storage_class_v1/storage_testbed-retain",
  "kubernetes_storage_class_v1/storage_testbed-shared",
  "kubernetes_storage_class_v1/storage_testbed-standard",
];

const classes = (names: readonly string[], keys: readonly string[]) =>
  names.flatMap((name) => keys.map((key) => `kubernetes_storage_class_v1/storage_${name}/${key}`));

const ONE_NODE = ["ebs-sc", "testbed-retain", "testbed-standard"];
const MANY_NODES = ["sb-managed-nfs-storage", "testbed-shared"];

/** Whom the ingress controller believes when they say who the client is. */
const ENTRY_NETWORKS = ["web", "websecure"].map(
  (port) => `helm_release/ingress_traefik_release/values/ports/${port}/proxyProtocol/trustedIPs`,
);

/** Namespaces have names of their own in a cluster that was there before, where others may have taken ours. */
const GUEST_NAMESPACES = [
  ...["ingress", "storage"].flatMap((part) =>
    ["name", "labels/name"].map((key) => `kubernetes_namespace_v1/${part}_namespace_namespace/metadata/${key}`),
  ),
  "helm_release/certificates_issuers_release/values/resources/default/metadata/namespace",
  "helm_release/ingress_traefik_release/values/extraObjects/0/metadata/namespace",
  "helm_release/ingress_traefik_release/values/ports/websecure/http/middlewares/0",
  "helm_release/ingress_traefik_release/values/providers/kubernetesCRD/defaultTLSResourcesNamespace",
];

/** What the place tells, and nodes of the testbed's own publish. */
const FOLDERS = ["mount_options", "parameters/server", "parameters/share"];

/**
 * Where the parts that all targets have differ from those on AWS: classes keep their names and what becomes of their volumes,
 * issuers and the ingress controller all that they are.
 */
const DATA_OF_PLATFORMS: Readonly<Record<string, readonly string[]>> = {
  openstack: ["helm_release/storage_snapshots_release/depends_on/0", ...classes(ONE_NODE, ["depends_on/0"])],
  rancher: [
    ...ENTRY_NETWORKS,
    ...classes(ONE_NODE, ["depends_on/0", "mount_options", "parameters", "storage_provisioner", "volume_binding_mode"]),
  ],
  existing: [
    ...ENTRY_NETWORKS,
    ...GUEST_NAMESPACES,
    // No identity at a cloud: nothing at all, where the other targets publish nothing.
    "helm_release/certificates_cert-manager_release/values/podAnnotations",
    "helm_release/certificates_cert-manager_release/values/serviceAccount/annotations",
    ...classes(ONE_NODE, ["parameters", "storage_provisioner"]),
    ...classes(MANY_NODES, FOLDERS),
    // Claims of others that name no class are not given ours.
    "kubernetes_storage_class_v1/storage_testbed-standard/metadata/annotations/storageclass.kubernetes.io/is-default-class",
  ],
};

describe("the platform", () => {
  const platform = (target: Target) => resourcesOf(stack(target, "platform"));

  it.each(TARGETS)("has on %s what every target has, and what its features say", (target) => {
    const own = Object.entries(PARTS).flatMap(([part, targets]) => (targets.includes(target) ? [part] : []));
    expect(Object.keys(platform(target)).sort()).toEqual([...SHARED_PARTS, ...own].sort());
  });

  it.each(OTHERS)(
    "differs on %s in what volumes are made of, in addresses and in names of namespaces, and in nothing else",
    (target) => {
      const [here, there] = [platform("aws"), platform(target)];
      const found = Object.keys(here)
        .filter((part) => part in there)
        .flatMap((part) => differences(here[part], there[part], part));
      expect(found.sort()).toEqual([...(DATA_OF_PLATFORMS[target] ?? [])].sort());
    },
  );
});

/** Files of a target's folder beside those of its stacks. */
const HELPERS: Readonly<Record<Target, readonly string[]>> = {
  aws: ["provider.ts"],
  openstack: ["provider.ts", "server-names.ts"],
  rancher: ["contract.ts"],
  existing: ["connection.ts"],
};

/** What stacks publish beside their contract. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  "openstack cluster": ["node_command"],
  "openstack nodes": Object.keys(CONTRACT.cluster),
  "rancher cluster": ["host_preparations", "registration_cloud_configs", "registration_commands"],
  "rancher edge": ["haproxy_configuration"],
  "rancher nodes": Object.keys(CONTRACT.cluster),
};

const PUBLISHERS = Object.keys(CONTRACT) as Publisher[];

/** What a stack reads of others: whether as a secret, by which name of the other, and what. */
const READ = /(sensitive\()?data\.terraform_remote_state\.([\w-]+)\.outputs\.(\w+)/g;

describe.each(TARGETS)("the target %s has one shape with the others:", (target) => {
  const published = () =>
    PUBLISHERS.filter((publisher) => testbed(target).stacks[`${COMMON.name}-${publisher}`] !== undefined);

  it("a file for each stack that it makes, named after it, and one that joins them", () => {
    const files = readdirSync(join(ROOT, "stacks", target)).sort();
    const stacks = published().map((publisher) => `${publisher}.ts`);
    expect(files).toEqual([...stacks, "target.ts", ...HELPERS[target]].sort());
  });

  it("each of its stacks publishes all names of its contract", () => {
    for (const publisher of published()) {
      const { output = {} } = stack(target, publisher);
      const beside = BESIDE[`${target} ${publisher}`] ?? [];
      expect(Object.keys(output).sort()).toEqual([...Object.keys(CONTRACT[publisher]), ...beside].sort());
    }
  });

  it("whatever a stack reads of another is published there", () => {
    const { stacks } = testbed(target);
    const missing = Object.entries(stacks).flatMap(([id, json]) =>
      [...JSON.stringify(json).matchAll(READ)].flatMap(([, , state = "", name = ""]) => {
        const { key = "" } = (json.data?.terraform_remote_state?.[state]?.config ?? {}) as { key?: string };
        const published = stacks[key.replace(/\.tfstate$/, "")]?.output ?? {};
        return name in published ? [] : [`${id} reads ${name} in ${key}`];
      }),
    );
    expect(missing).toEqual([]);
  });

  it("its own stacks, the platform, the tools, and two for each sandbox", () => {
    const ids = ["platform", "devops", ...published(), ...SANDBOXES.flatMap((sandbox) => [sandbox, `${sandbox}-app`])];
    const prefixed = ids.map((id) => `${COMMON.name}-${id}`);
    expect(Object.keys(testbed(target).stacks).sort()).toEqual(prefixed.sort());
  });
});

it("every target has the stacks that it has use for, and no others", () => {
  const kinds = TARGETS.map((target) => [
    target,
    PUBLISHERS.filter((publisher) => `${COMMON.name}-${publisher}` in testbed(target).stacks),
  ]);
  expect(Object.fromEntries(kinds)).toEqual({
    aws: ["network", "cluster", "nodes", "edge"],
    openstack: ["network", "cluster", "nodes", "edge"],
    rancher: ["cluster", "nodes", "edge"],
    existing: [],
  });
});

/** Attributes and variables whose values are secrets. */
const SECRET =
  /cluster_registration_token|node_command|kube_config|application_credential_v3\.[\w-]+\.secret|var\.\w*(password|secret)/;

const CONTRACT_NAMES = Object.values(CONTRACT).flatMap((outputs) => Object.keys(outputs));

describe.each(TARGETS)("on %s", (target) => {
  it("no credential ever stands in cdktf.out, and none of the kubeconfig", () => {
    const { outdir } = testbed(target);
    const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(5);
    const markers = [...Object.values(SECRETS), KUBECONFIG_TOKEN];
    const found = files.flatMap(({ parentPath, name }) => {
      const text = readFileSync(join(parentPath, name), "utf8");
      return markers.filter((marker) => text.includes(marker)).map((marker) => `${name} holds ${marker}`);
    });
    expect(found).toEqual([]);
  });

  it("whatever a stack publishes of a secret is marked as one", () => {
    const open = Object.entries(testbed(target).stacks).flatMap(([id, { output = {} }]) =>
      Object.entries(output)
        .filter(([, { value, sensitive }]) => SECRET.test(JSON.stringify(value)) && sensitive !== true)
        .map(([name]) => `${id} ${name}`),
    );
    expect(open).toEqual([]);
  });

  it("whatever a stack reads of another beside its contract is a secret again there", () => {
    const open = Object.entries(testbed(target).stacks).flatMap(([id, json]) =>
      [...JSON.stringify(json).matchAll(READ)]
        .filter(([, sensitive, , name = ""]) => !CONTRACT_NAMES.includes(name) && sensitive === undefined)
        .map(([, , , name]) => `${id} ${name}`),
    );
    expect(open).toEqual([]);
  });
});

it("whoever comes after the nodes reads no state that holds a secret: reading one output keeps a copy of all", () => {
  const readers = TARGETS.flatMap((target) => {
    const { stacks } = testbed(target);
    const secretive = Object.keys(stacks).filter((id) =>
      Object.values(stacks[id]?.output ?? {}).some(({ sensitive }) => sensitive === true),
    );
    const keys = secretive.map((id) => `"key":"${id}.tfstate"`);
    return Object.entries(stacks)
      .filter(([, { data }]) => keys.some((key) => JSON.stringify(data?.terraform_remote_state ?? {}).includes(key)))
      .map(([id]) => `${target} ${id}`);
  });
  expect(readers).toEqual(["openstack portable-nodes", "rancher portable-nodes"]);
});

it("the secrets of the clusters that Rancher makes are handed on as secrets", () => {
  const handedOn = (target: Target) =>
    Object.entries(stack(target, "cluster").output ?? {}).flatMap(([name, { sensitive }]) => (sensitive ? [name] : []));
  expect(handedOn("openstack")).toEqual(["node_command"]);
  expect(handedOn("rancher")).toEqual(["registration_cloud_configs", "registration_commands"]);
  const reads = [...fileOf("openstack", "nodes").matchAll(READ)].filter(([, , , name]) => name === "node_command");
  expect(reads.map(([, sensitive]) => sensitive)).toEqual(["sensitive(", "sensitive(", "sensitive("]);
});
