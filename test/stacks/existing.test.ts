import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { loadDescription } from "../../lib/config/load";
import { Testbed } from "../../stacks/testbed";
import { EXISTING_PLACE } from "../support/description";
import { releasesOf } from "../support/helm-values";
import { type Block, type StackJson, type Synthesized, synthesize, temporaryFolder } from "../support/synth";

const ROOT = join(__dirname, "../..");
const NFS = { nfs: { server: "nfs.example.org", share: "/exports", mountOptions: ["nfsvers=4.2"] } };
const UI = { kind: "stateless", image: "example.org/ui:1", ports: { http: 8080 } };
const EXPOSE = [
  { component: "ui", nodePort: 30040, from: ["office"] },
  { component: "ui", host: "pilot" },
];

/** What a test says beside what is needed. */
interface Options {
  /** Keys of the cluster. */
  readonly existing?: object;
  /** Keys of the place. */
  readonly place?: object;
  /** What the sandbox says beside its component; the ways in where it is left out. */
  readonly sandbox?: object;
}

/** A folder that describes a testbed in a cluster that is there. */
function described({ existing = {}, place = {}, sandbox = { expose: EXPOSE } }: Options = {}): string {
  const folder = temporaryFolder();
  const write = (file: string, content: object) => writeFileSync(join(folder, file), stringify(content));
  for (const made of ["places", "sandboxes"]) mkdirSync(join(folder, made));
  write("testbed.yaml", { place: "lab" });
  const common = { name: "demo", domain: "testbed.example.org", sources: { office: ["203.0.113.7/32"] } };
  write("places/lab.yaml", { ...common, ...place, existing: { ...EXISTING_PLACE, ...existing } });
  write("sandboxes/pilot.yaml", { components: { ui: UI }, ...sandbox });
  return folder;
}

/** The testbed that a folder describes, in another folder. */
function synthesized(directory: string, outdir?: string): Synthesized {
  return synthesize((app) => new Testbed(app, { ...loadDescription({ directory }), directory }), outdir);
}

const stackOf = ({ stacks }: Synthesized, name: string): StackJson => {
  const found = stacks[`demo-${name}`];
  if (!found) throw new Error(`There is no stack ${name}.`);
  return found;
};
const blocks = ({ resource }: StackJson, type: string): Block[] => Object.values(resource?.[type] ?? {});
const platform = (options?: Options) => stackOf(synthesized(described(options)), "platform");
const frame = (options?: Options) => stackOf(synthesized(described(options)), "pilot");

/** How the providers of a stack reach the cluster. */
const accessOf = ({ provider }: StackJson) => {
  const { kubernetes = [], helm = [] } = provider ?? {};
  return [...kubernetes, ...helm.map(({ kubernetes }) => kubernetes as Block)];
};

/** Stacks that administrators apply: both log in as the place says. */
const BY_KUBECONFIG = ["platform", "pilot"];

describe("the stacks of a testbed in a cluster that is there", () => {
  const DEFAULT = synthesized(described());

  it("are the platform and the sandboxes, in this order, and nothing below or beside them", () => {
    const before = DEFAULT.manifest.map(({ name, dependencies }) => [name, dependencies]);
    expect(Object.fromEntries(before)).toEqual({
      "demo-platform": [],
      "demo-pilot": ["demo-platform"],
      "demo-pilot-app": ["demo-pilot"],
    });
  });

  it("read no state of others, and know no cloud", () => {
    for (const name of BY_KUBECONFIG) {
      expect(stackOf(DEFAULT, name).data).toBeUndefined();
      expect(Object.keys(stackOf(DEFAULT, name).provider ?? {}).sort()).toEqual(["helm", "kubernetes"]);
    }
  });

  it("log in by the kubeconfig and the context that the place names, and by nothing else", () => {
    for (const name of BY_KUBECONFIG) {
      for (const access of accessOf(stackOf(DEFAULT, name))) {
        const { config_context: context, config_path: _, ignore_annotations, ignore_labels, ...others } = access;
        expect(others).toEqual({});
        expect(context).toBe("lab");
      }
      expect(accessOf(stackOf(DEFAULT, name))).toHaveLength(2);
    }
  });

  it("leave the log-in of apps to whoever deploys them", () => {
    const { kubernetes: [access = {}] = [], ...others } = stackOf(DEFAULT, "pilot-app").provider ?? {};
    expect(Object.keys(access).filter((key) => !key.startsWith("ignore_"))).toEqual([]);
    expect(others).toEqual({});
  });
});

describe("the path of the kubeconfig", () => {
  const pathsOf = (kubeconfig: string, outdir?: string) => {
    const directory = described({ existing: { kubeconfig } });
    if (outdir) mkdirSync(join(directory, outdir), { recursive: true });
    const all = synthesized(directory, outdir && join(directory, outdir));
    return BY_KUBECONFIG.flatMap((name) =>
      accessOf(stackOf(all, name)).map(({ config_path: path }) => ({
        directory,
        folder: join(all.outdir, "stacks", `demo-${name}`),
        path: String(path),
      })),
    );
  };

  it.each([
    ["beside the description", undefined],
    ["in it", "cdktf.out"],
    ["deep in it", "build/of/today/cdktf.out"],
  ])(
    "leads from the description on, when the output is %s: Terraform runs in the folder of each stack",
    (_, outdir) => {
      const found = pathsOf("access/kubeconfig.yaml", outdir);
      expect(found).toHaveLength(4);
      for (const { directory, folder, path } of found) {
        expect(path).not.toMatch(/^\//);
        expect(resolve(folder, path)).toBe(join(directory, "access/kubeconfig.yaml"));
      }
    },
  );

  it("leads there by the real folders, where the output is behind a link", () => {
    const [deep, links] = [join(temporaryFolder(), "a/b/c"), temporaryFolder()];
    mkdirSync(deep, { recursive: true });
    symlinkSync(deep, join(links, "link"));
    const directory = described({ existing: { kubeconfig: "kubeconfig.yaml" } });
    const stack = stackOf(synthesized(directory, join(links, "link/cdktf.out")), "platform");
    for (const { config_path: path } of accessOf(stack)) {
      expect(resolve(deep, "cdktf.out/stacks/demo-platform", String(path))).toBe(join(directory, "kubeconfig.yaml"));
    }
  });

  it("may lead out of the description", () => {
    for (const { directory, folder, path } of pathsOf("../kubeconfig.yaml")) {
      expect(resolve(folder, path)).toBe(resolve(directory, "../kubeconfig.yaml"));
    }
  });

  it.each(["~/.kube/config", "/etc/rancher/rke2/rke2.yaml"])("stays as it is where it is %s", (kubeconfig) => {
    expect(pathsOf(kubeconfig).map(({ path }) => path)).toEqual(Array(4).fill(kubeconfig));
  });

  it("is the same wherever the program runs", { timeout: 120_000 }, () => {
    const directory = described({ existing: { kubeconfig: "kubeconfig.yaml" } });
    const elsewhere = temporaryFolder();
    const env: NodeJS.ProcessEnv = { ...process.env, CI: "", TESTBED_PLACE: "" };
    delete env.CDKTF_OUTDIR;
    const run = spawnSync(process.execPath, [join(ROOT, "lib/cli/run.cjs"), join(ROOT, "main.ts"), directory], {
      cwd: elsewhere,
      env,
    });
    expect(run.status, run.stderr.toString()).toBe(0);
    const folder = join(elsewhere, "cdktf.out/stacks/demo-platform");
    const json: StackJson = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
    for (const { config_path: path } of accessOf(json)) {
      expect(resolve(folder, String(path))).toBe(join(directory, "kubeconfig.yaml"));
    }
  });
});

describe("what the cluster has already", () => {
  const releases = (has: readonly string[]) =>
    releasesOf(platform({ existing: { has, classes: {} }, place: { storage: NFS } }))
      .map(({ block }) => block.name)
      .sort();
  const ALL = ["cert-manager", "csi-driver-nfs", "issuers", "metrics-server", "traefik"];

  it("is nothing by default: the platform brings all but a driver of volumes", () => {
    expect(releases([])).toEqual(ALL);
  });

  it.each(["cert-manager", "csi-driver-nfs", "metrics-server"])("is left alone: %s is not installed", (part) => {
    expect(releases([part])).toEqual(ALL.filter((name) => name !== part));
  });

  const namespaces = (has: readonly string[]) =>
    blocks(platform({ existing: { has } }), "kubernetes_namespace_v1")
      .map(({ metadata }) => (metadata as { name: string }).name)
      .sort();

  it("has namespaces of its own, which ours never are: they begin with testbed", () => {
    expect(namespaces(["cert-manager"])).toEqual(["testbed-ingress", "testbed-platform", "testbed-storage"]);
  });

  it("needs no namespace of ours", () => {
    expect(namespaces([])).toContain("cert-manager");
    expect(namespaces(["cert-manager", "metrics-server"])).toEqual(["testbed-ingress", "testbed-storage"]);
  });

  it("issues the certificates of the testbed, where it is cert-manager", () => {
    const issuers = (has: readonly string[]) =>
      releasesOf(platform({ existing: { has }, place: { certificates: "self-signed" } })).find(
        ({ block }) => block.name === "issuers",
      );
    const [own, theirs] = [issuers([]), issuers(["cert-manager"])];
    expect(theirs?.values).toEqual(own?.values);
    expect(theirs?.block.namespace).toBe("cert-manager");
  });
});

describe("the classes of volumes", () => {
  const classesOf = (options: Options) =>
    Object.fromEntries(
      blocks(platform(options), "kubernetes_storage_class_v1").map((block) => [
        (block.metadata as { name: string }).name,
        block,
      ]),
    );
  const ONE_NODE = ["ebs-sc", "testbed-retain", "testbed-standard"];
  const MANY_NODES = ["sb-managed-nfs-storage", "testbed-shared"];
  const standard = { driver: "driver.longhorn.io", parameters: { numberOfReplicas: "3" }, modes: ["ReadWriteOnce"] };
  const shared = { driver: "cephfs.csi.ceph.com", parameters: { fsName: "testbed" }, modes: ["ReadWriteMany"] };
  const onDriver = ({ driver, parameters }: typeof standard | typeof shared) => ({
    storage_provisioner: driver,
    parameters,
    volume_binding_mode: "WaitForFirstConsumer",
  });
  const onNfs = {
    storage_provisioner: "nfs.csi.k8s.io",
    parameters: { server: "nfs.example.org", share: "/exports" },
    mount_options: ["nfsvers=4.2"],
  };

  it.each([
    ["drivers that the cluster has, each for its own", { standard, shared }, {}, onDriver(standard), onDriver(shared)],
    ["folders of the NFS server, where no driver is declared", {}, { storage: NFS }, onNfs, onNfs],
    ["a driver and folders", { standard }, { storage: NFS }, onDriver(standard), onNfs],
    ["folders and a driver", { shared }, { storage: NFS }, onNfs, onDriver(shared)],
  ] as const)("are made of %s", (_, classes, place, one, many) => {
    const found = classesOf({ existing: { classes }, place });
    expect(Object.keys(found).sort()).toEqual([...ONE_NODE, ...MANY_NODES].sort());
    for (const name of ONE_NODE) expect(found[name], name).toMatchObject(one);
    for (const name of MANY_NODES) expect(found[name], name).toMatchObject(many);
    const kept = Object.keys(found).filter((name) => found[name]?.reclaim_policy === "Retain");
    expect(kept.sort()).toEqual(["testbed-retain", "testbed-shared"]);
  });

  it("for many writers are left out where nothing can be written by many", () => {
    expect(Object.keys(classesOf({ existing: { classes: { standard } } })).sort()).toEqual(ONE_NODE);
  });

  it("take no claim that names none: others use the cluster too", () => {
    for (const { metadata } of Object.values(classesOf({}))) {
      expect((metadata as { annotations: object }).annotations).toEqual({});
    }
  });

  it("have no snapshots: nobody says what the drivers can do", () => {
    expect(JSON.stringify(platform())).not.toContain("VolumeSnapshotClass");
  });
});

describe("the network around the cluster", () => {
  const OUT = { egress: [{ internet: true }] };
  const closed = (networks: readonly string[]) =>
    JSON.stringify(["169.254.0.0/16", "10.42.0.0/16", "172.20.0.0/16"]).replaceAll(",", ", ") +
    `, ${JSON.stringify(networks).replaceAll(",", ", ")}`;

  it("is closed to sandboxes", () => {
    const networks = ["10.0.0.0/24", "10.3.0.0/16"];
    const policies = blocks(frame({ existing: { networks }, sandbox: OUT }), "kubernetes_network_policy_v1");
    const except = policies.flatMap(({ spec }) => JSON.stringify(spec).match(/"except":"(?:[^"\\]|\\.)*"/g) ?? []);
    expect(except.map((text) => JSON.parse(`{${text}}`).except)).toEqual([`\${concat(${closed(networks)})}`]);
  });

  it("lets ways in through from the private address of the entry alone, and answers by the public one", () => {
    const stack = frame();
    const policy = stack.resource?.kubernetes_network_policy_v1?.["frame_isolation_node-port-ui-8080"];
    expect(policy?.spec).toMatchObject({ ingress: [{ from: [{ ip_block: { cidr: "10.0.0.5/32" } }] }] });
    expect(stack.resource?.kubernetes_config_map_v1?.["frame_facts_config-map"]?.data).toMatchObject({
      "public.address": "198.51.100.30",
    });
  });

  const traefik = (options?: Options) =>
    releasesOf(platform(options)).find(({ block }) => block.name === "traefik")?.values.ports;

  it("has an entry that says who the client is", () => {
    const trusted = { proxyProtocol: { insecure: false, trustedIPs: ["10.0.0.5/32"] } };
    expect(traefik()).toMatchObject({ web: trusted, websecure: trusted });
  });

  it("has no entry where the place names none: nobody is believed, and no policy names an address", () => {
    const alone = { existing: { entry: undefined }, sandbox: {} };
    const trusted = { proxyProtocol: { insecure: false, trustedIPs: [] } };
    expect(traefik(alone)).toMatchObject({ web: trusted, websecure: trusted });
    expect(JSON.stringify(frame(alone).resource)).not.toContain('"/32"');
  });
});

describe("the CNI of the cluster", () => {
  const OUT = { egress: [{ network: "198.51.100.0/24", port: 443 }] };
  const text = (cni: string) => JSON.stringify(frame({ existing: { cni }, sandbox: OUT }));

  it("is told by its own policies where it is Cilium", () => {
    expect(text("cilium")).toContain("CiliumNetworkPolicy");
  });

  it("is told by network policies alone where it is another", () => {
    expect(text("calico")).not.toMatch(/cilium/i);
    const policies = (cni: string) =>
      blocks(frame({ existing: { cni }, sandbox: OUT }), "kubernetes_network_policy_v1").map(({ spec }) => spec);
    expect(policies("calico")).toEqual(policies("cilium"));
  });
});
