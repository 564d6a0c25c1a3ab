import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadDescription } from "../lib/config/load";
import { loadSandbox } from "../lib/config/load-sandbox";
import { componentSchema } from "../lib/config/sandbox/component";
import type { SandboxDescription } from "../lib/config/sandbox/sandbox";
import { changesOf } from "../lib/ledger/record";
import { PROGRAMS } from "./support/programs";
import { type StackJson, synthesizeTestbed, temporaryFolder } from "./support/synth";

const root = join(__dirname, "..");
const examples = join(root, "examples");

/** The folders under `examples/` that describe a testbed. */
const described = [...readdirSync(examples), "partner/admin"].filter((name) =>
  existsSync(join(examples, name, "testbed.yaml")),
);

const placesOf = (directory: string) => readdirSync(join(directory, "places")).map((entry) => basename(entry, ".yaml"));

const sandboxesOf = (example: string, place?: string) =>
  loadDescription({ directory: join(examples, example), ...(place === undefined ? {} : { place }) }).sandboxes;

describe.each(described)("the example %s", (example) => {
  const directory = join(examples, example);

  it.each(placesOf(directory))("has a ledger in step with its place %s", (place) => {
    const nothing = { written: {}, dropped: [] };
    expect(changesOf(loadDescription({ directory, place }))).toEqual({ datasets: nothing, ports: nothing });
  });
});

describe("the kinds of testbeds", () => {
  it("dedicated: one place, and a sandbox for each use case of one pilot (INF-1)", () => {
    expect(placesOf(join(examples, "dedicated"))).toHaveLength(1);
    const pilots = Object.values(sandboxesOf("dedicated")).map(({ pilot }) => pilot);
    expect(pilots).toEqual(["pilot5b", "pilot5b", "pilot5b"]);
  });

  it("shared: a cluster for each pilot, on one network (INF-2)", () => {
    const pilotsAt = (place: string) =>
      new Set(Object.entries(sandboxesOf("shared", place)).map(([name, { pilot }]) => pilot ?? name));
    expect(placesOf(join(examples, "shared")).sort()).toEqual(["pilot11", "pilot2"]);
    expect(pilotsAt("pilot2")).toEqual(new Set(["pilot2"]));
    expect(pilotsAt("pilot11")).toEqual(new Set(["pilot11"]));
    expect(PROGRAMS["shared-pilot11"]?.().stacks["shared-pilot11-network"]?.resource).not.toHaveProperty("aws_vpc");
  });

  it("blueprint: fifteen pilots, a sandbox for each, and every key of a component (INF-3)", () => {
    const names = Object.keys(sandboxesOf("blueprint"));
    expect(names).toHaveLength(15);
    const folder = join(examples, "blueprint/sandboxes");
    const files = names.map((name) => parse(readFileSync(join(folder, `${name}.yaml`), "utf8")));
    const keys = files.flatMap(({ components }) => Object.values<object>(components).flatMap(Object.keys));
    expect(Object.keys(componentSchema.shape).filter((key) => !keys.includes(key))).toEqual([]);
  });
});

describe("the kinds of data access (INF-32)", () => {
  const sandboxes = sandboxesOf("data-access");
  const of = (name: string): SandboxDescription => {
    const sandbox = sandboxes[name];
    if (!sandbox) throw new Error(`There is no sandbox ${name}.`);
    return sandbox;
  };
  const nodePorts = (name: string) => of(name).expose.filter(({ nodePort }) => nodePort !== undefined);

  it("have a sandbox each", () => {
    const kinds = ["blockchain", "dynamic", "iot-streaming", "on-premise", "static", "third-party"];
    expect(Object.keys(sandboxes).sort()).toEqual(kinds);
  });

  it("static: a file is loaded into a claim, and a component mounts it", () => {
    expect(of("static").datasets).toMatchObject({ portfolio: { load: { sha256: expect.any(String) } } });
    expect(of("static").components.analysis?.mounts).toHaveProperty("portfolio");
  });

  it("dynamic: a schedule writes the claim that a component reads", () => {
    expect(of("dynamic").components).toMatchObject({
      refresh: { kind: "schedule", mounts: { rates: "/rates" } },
      reader: { kind: "stateless", mounts: { rates: "/rates" } },
    });
  });

  it("blockchain: each peer has a name, a volume and a node port", () => {
    const { datasets, components } = of("blockchain");
    expect(components.peer).toMatchObject({ kind: "stateful", replicas: 3, mounts: { ledger: "/var/ledger" } });
    expect(datasets.ledger?.perReplica).toEqual({ component: "peer", replicas: 3 });
    expect(nodePorts("blockchain").map(({ replica }) => replica)).toEqual([0, 1, 2]);
  });

  it("third party: out to named hosts by HTTPS, JDBC and SFTP, and nothing comes in", () => {
    const { egress, expose } = of("third-party");
    expect(egress.map(({ port }) => port)).toEqual([443, 1521, 22]);
    expect(egress.every(({ host }) => host !== undefined)).toBe(true);
    expect(expose).toEqual([]);
  });

  it("IoT streaming: in by a node port", () => {
    expect(nodePorts("iot-streaming")).toMatchObject([{ component: "mqtt", from: ["devices"] }]);
  });

  it("on-premise: in by a node port from a named source, out to a network", () => {
    expect(nodePorts("on-premise")).toMatchObject([{ from: ["data-centre"] }]);
    expect(of("on-premise").egress).toMatchObject([{ network: "10.60.1.0/24", port: 1433 }]);
  });
});

describe("a partner's own repository", () => {
  const directory = join(examples, "partner");
  const { sandbox: partners } = loadSandbox(join(directory, "pilot2.yaml"));
  const { pilot2: admins } = sandboxesOf("partner/admin");

  it("says the same of the frame as the administrators' file", () => {
    const { components, secrets, expose, ...frame } = partners;
    const byNumber = expose.map(({ port, ...exposure }) => {
      const ports = components[exposure.component]?.ports ?? {};
      const found = port === undefined ? Object.values(ports)[0] : ports[port];
      return { ...exposure, portNumber: found?.port };
    });
    expect(admins).toEqual({ ...frame, expose: byNumber, components: {}, secrets: {} });
  });

  it("has the app alone, and the administrators the frame alone", () => {
    expect(Object.keys(PROGRAMS.partner?.().stacks ?? {})).toEqual(["infinitech-bp-pilot2-app"]);
    const stacks = Object.keys(PROGRAMS["partner-admin"]?.().stacks ?? {});
    expect(stacks).toContain("infinitech-bp-pilot2");
    expect(stacks).not.toContain("infinitech-bp-pilot2-app");
  });

  it("has a program that runs, and knows no state but its own", () => {
    const outdir = join(temporaryFolder(), "cdktf.out");
    const env = { ...process.env, CDKTF_OUTDIR: outdir };
    const run = spawnSync(process.execPath, ["lib/cli/run.cjs", "examples/partner/main.ts"], { cwd: root, env });
    expect(run.status, run.stderr.toString()).toBe(0);
    const json: StackJson = JSON.parse(
      readFileSync(join(outdir, "stacks/infinitech-bp-pilot2-app/cdk.tf.json"), "utf8"),
    );
    expect(Object.keys(json.data ?? {})).toEqual(["kubernetes_config_map_v1"]);
    expect(json.resource).toEqual(PROGRAMS.partner?.().stacks["infinitech-bp-pilot2-app"]?.resource);
  });
});

/** Another place for the same sandbox. The pull secret keeps its name: it stands in the namespace, as the partner made it. */
const OTHER_PLACE = `
name: nova
domain: sandboxes.nova.example.com
registry: { address: "harbor.nova.example.com:8443/infinitech", pullSecret: registry }
sandboxes: [pilot2]
sources:
  office: [198.51.100.0/26, 192.0.2.17/32]
state: { s3: { bucket: nova-state, region: eu-north-1 } }
aws:
  region: eu-north-1
  clusterName: NOVA
  network: { cidr: 10.128.0.0/20, natGateways: single }
  apiAccess: [office]
  admins: ["arn:aws:iam::111122223333:role/nova-admin"]
  nodes: { default: { instance: m6i.2xlarge } }
`;

describe("a sandbox that moves to another place (INF-47)", () => {
  const move = () => {
    const directory = temporaryFolder();
    mkdirSync(join(directory, "places"));
    writeFileSync(join(directory, "places/nova.yaml"), OTHER_PLACE);
    for (const same of ["testbed.yaml", "sandboxes"])
      cpSync(join(root, same), join(directory, same), { recursive: true });
    return synthesizeTestbed(directory, "nova").stacks;
  };
  const here = PROGRAMS.reference?.().stacks ?? {};
  const there = move();

  it("has an app of the same resources, to the letter", () => {
    const app = resourcesOf(here["infinitech-bp-pilot2-app"]);
    expect(Object.keys(app)).not.toEqual([]);
    expect(resourcesOf(there["nova-pilot2-app"])).toEqual(app);
  });

  it("has a frame of the same resources, to the letter, but for the domain, what the config map testbed tells, and the rights of tools that one place has", () => {
    const frames = [here["infinitech-bp-pilot2"], there["nova-pilot2"]].map(resourcesOf);
    const facts = frames.map(takeFacts);
    const hosts = frames.map(takeHosts);
    expect(frames.map(takeToolRights)).toEqual([2, 0]);
    expect(frames[1]).toEqual(frames[0]);
    expect(hosts[0]).toEqual(["pilot2.testbed.example.org", "pilot2.testbed.example.org"]);
    expect(hosts[1]).toEqual(["pilot2.sandboxes.nova.example.com", "pilot2.sandboxes.nova.example.com"]);
    expect(facts[0]).toMatchObject({ testbed: "infinitech-bp", domain: "testbed.example.org" });
    expect(facts[1]).toMatchObject({ testbed: "nova", domain: "sandboxes.nova.example.com" });
    expect(Object.keys(facts[1] ?? {})).toEqual(Object.keys(facts[0] ?? {}));
  });
});

type Resources = NonNullable<StackJson["resource"]>;

/** The resources of a stack, without cdktf's remarks: they hold the name of the stack, and Terraform skips them. */
function resourcesOf(json: StackJson | undefined): Resources {
  return JSON.parse(JSON.stringify(json?.resource ?? {}, (key, value) => (key === "//" ? undefined : value)));
}

/** Takes out what the devops tools may do, and tells how much that was. */
function takeToolRights(resources: Resources): number {
  const addresses = Object.values(resources).flatMap((named) =>
    Object.keys(named).flatMap((address) => (address.startsWith("frame_tools_") ? [{ named, address }] : [])),
  );
  for (const { named, address } of addresses) delete named[address];
  return addresses.length;
}

/** Takes the data out of the config map `testbed`. */
function takeFacts(resources: Resources): Record<string, string> {
  const map = resources.kubernetes_config_map_v1?.["frame_facts_config-map"];
  if (!map) throw new Error("The frame has no config map testbed.");
  const { data } = map;
  delete map.data;
  return data as Record<string, string>;
}

/** Takes the host names out of the only ingress: of its certificate and of its rule. */
function takeHosts(resources: Resources): string[] {
  const [ingress] = Object.values(resources.kubernetes_ingress_v1 ?? {}) as unknown as IngressJson[];
  if (!ingress) throw new Error("The frame has no ingress.");
  return [...ingress.spec.tls.flatMap(({ hosts }) => hosts.splice(0)), ...ingress.spec.rule.flatMap(takeHost)];
}

function takeHost(rule: { host?: string }): string[] {
  const { host } = rule;
  delete rule.host;
  return host === undefined ? [] : [host];
}

interface IngressJson {
  readonly spec: { readonly tls: readonly { readonly hosts: string[] }[]; readonly rule: readonly { host?: string }[] };
}
