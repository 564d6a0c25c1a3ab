import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { dependenciesOf } from "../support/dependencies";
import { type Block, type StackJson, type Synthesized, synthesizeTestbed, temporaryFolder } from "../support/synth";

const ETCD = { flavor: "m1.large", cpu: "4", memory: "8Gi", roles: ["etcd", "controlplane"] };
const WORKER = { flavor: "m1.xlarge", cpu: "8", memory: "32Gi", roles: ["worker"] };
const NODES = { control: { ...ETCD, count: 3 }, workers: { ...WORKER, count: 3 } };
const SSH = {
  publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleEx admin",
  from: ["vpn"],
};

/** A testbed whose place says this of OpenStack beside what it needs. */
function testbed(openstack: object = {}): Synthesized {
  const folder = temporaryFolder();
  const write = (file: string, content: object) => writeFileSync(join(folder, file), stringify(content));
  for (const made of ["places", "sandboxes"]) mkdirSync(join(folder, made));
  write("testbed.yaml", { place: "home" });
  write("places/home.yaml", {
    name: "demo",
    domain: "testbed.example.org",
    hosts: ["risk.bank.example"],
    state: { s3: { bucket: "demo-state", region: "eu-west-1" } },
    sources: { vpn: ["10.8.0.0/24"] },
    openstack: {
      authUrl: "https://keystone.example.org:5000/v3",
      externalNetwork: "public",
      rancher: { url: "https://rancher.example.org" },
      bastion: { flavor: "m1.small" },
      nodes: NODES,
      ...openstack,
    },
  });
  const ui = { kind: "stateless", image: "example.org/ui:1", ports: { http: 8080 } };
  const host = { component: "ui", host: "risk.bank.example" };
  const nodePort = { component: "ui", nodePort: 30040, from: ["vpn"] };
  write("sandboxes/pilot.yaml", { components: { ui }, expose: [nodePort, host] });
  return synthesizeTestbed(folder);
}

/** A testbed with control planes and workers on machines of their own. */
const DEFAULT = testbed();

const stackOf = ({ stacks }: Synthesized, name: string): StackJson => {
  const found = stacks[`demo-${name}`];
  if (!found) throw new Error(`There is no stack ${name}.`);
  return found;
};
const blocks = ({ resource }: StackJson, type: string): Record<string, Block> => resource?.[type] ?? {};
const value = ({ output }: StackJson, name: string) => output?.[name]?.value;

const SERVER = "openstack_compute_instance_v2";
const SYNC = "rancher2_cluster_sync.ready_sync";
const output = (stack: string, name: string) => `data.terraform_remote_state.${stack}.outputs.${name}`;

/** The servers of the cluster by name, in a testbed whose place says this of OpenStack. */
function serversOf(synthesized: Synthesized): Readonly<Record<string, Block>> {
  const servers = Object.values(blocks(stackOf(synthesized, "nodes"), SERVER));
  return Object.fromEntries(servers.map((server) => [String(server.name), server]));
}

const userData = (server: Block | undefined) => String(server?.user_data);

describe("the stacks of a testbed on OpenStack", () => {
  it("are deployed in order: the edge last, when the platform and every frame are there", () => {
    const { manifest } = DEFAULT;
    expect(Object.fromEntries(manifest.map(({ name, dependencies }) => [name, [...dependencies].sort()]))).toEqual({
      "demo-network": [],
      "demo-cluster": ["demo-network"],
      "demo-nodes": ["demo-cluster", "demo-network"],
      "demo-platform": ["demo-network", "demo-nodes"],
      "demo-pilot": ["demo-network", "demo-nodes", "demo-platform"],
      "demo-pilot-app": ["demo-pilot"],
      "demo-edge": ["demo-network", "demo-nodes", "demo-pilot", "demo-platform"],
    });
  });

  it("have no Kubernetes or Helm provider where the cluster is made", () => {
    expect(Object.keys(stackOf(DEFAULT, "cluster").provider ?? {}).sort()).toEqual(["openstack", "rancher2"]);
  });

  it("find out at run time who deploys them", () => {
    const { stacks } = DEFAULT;
    const providers = Object.values(stacks).flatMap(({ provider }) => [
      ...(provider?.openstack ?? []),
      ...(provider?.rancher2 ?? []),
    ]);
    expect(new Set(providers.flatMap((provider) => Object.keys(provider)))).toEqual(
      new Set(["auth_url", "region", "api_url"]),
    );
  });
});

describe("what the nodes publish", () => {
  const synthesized = DEFAULT;
  const nodes = stackOf(synthesized, "nodes");

  it("waits until Rancher has seen every server, and pods are kept from the metadata of machines (rule 16)", () => {
    const waits = Object.values(nodes.output ?? {}).map(({ depends_on }) => depends_on);
    expect(new Set(waits.map(String))).toEqual(new Set([`${SYNC},helm_release.policies_release`]));
    const before = dependenciesOf(nodes);
    const servers = Object.keys(blocks(nodes, SERVER)).map((id) => `${SERVER}.${id}`);
    expect(servers).toHaveLength(6);
    expect([...(before.get(SYNC) ?? [])]).toEqual(expect.arrayContaining(servers));
    expect(blocks(nodes, "helm_release").policies_release).toMatchObject({ depends_on: [SYNC] });
  });

  it("are the addresses of the servers' ports by name, of each by what it does", () => {
    const address = (id: string) => `\${element(openstack_networking_port_v2.nodes_${id}-port.all_fixed_ips, 0)}`;
    const of = (group: string) =>
      Object.fromEntries([1, 2, 3].map((number) => [`demo-${group}-${number}`, address(`${group}-${number}`)]));
    expect(value(nodes, "control_plane_addresses")).toEqual(of("control"));
    expect(value(nodes, "worker_addresses")).toEqual(of("workers"));
  });

  it("are both for servers that do everything", () => {
    const all = { ...ETCD, roles: ["etcd", "controlplane", "worker"], count: 3 };
    const nodes = stackOf(testbed({ nodes: { all } }), "nodes");
    expect(Object.keys(value(nodes, "worker_addresses") as object)).toHaveLength(3);
    expect(value(nodes, "control_plane_addresses")).toEqual(value(nodes, "worker_addresses"));
  });
});

describe("the servers", () => {
  const synthesized = DEFAULT;
  const servers = serversOf(synthesized);

  it("are numbered in their group, each with a port of its own, apart from the others of the group", () => {
    const named = (group: string) => [1, 2, 3].map((number) => `${group}-${number}`);
    expect(Object.keys(servers)).toEqual([...named("demo-control"), ...named("demo-workers")]);
    for (const [name, server] of Object.entries(servers)) {
      const [, group, number] = name.split("-");
      expect(server).toMatchObject({
        network: [{ port: `\${openstack_networking_port_v2.nodes_${group}-${number}-port.id}` }],
        scheduler_hints: [{ group: `\${openstack_compute_servergroup_v2.nodes_${group}-apart.id}` }],
      });
    }
  });

  it("run the Kubernetes API behind a security group of their own", () => {
    const ports = Object.values(blocks(stackOf(synthesized, "nodes"), "openstack_networking_port_v2"));
    const groups = (prefix: string) =>
      new Set(
        ports.filter(({ name }) => String(name).startsWith(prefix)).map((port) => String(port.security_group_ids)),
      );
    const all = `\${${output("cluster", "worker_security_group_id")}}`;
    const api = `\${${output("network", "control_plane_security_group_id")}}`;
    expect(groups("demo-workers")).toEqual(new Set([all]));
    expect(groups("demo-control")).toEqual(new Set([`${all},${api}`]));
  });

  it.each(["control", "workers"])(
    "are all alike in the group %s: none begins a cluster, or knows that it is the first",
    (group) => {
      const texts = [1, 2, 3].map((number) => {
        const name = `demo-${group}-${number}`;
        const text = userData(servers[name]);
        expect(text.split(name)).toHaveLength(2);
        return text.replace(name, "<name>");
      });
      expect(new Set(texts).size).toBe(1);
    },
  );

  it("join by the command of Rancher alone, with their roles and their name, and hold nothing that could begin a cluster", () => {
    const command = `\${sensitive(${output("node_command-of", "node_command")})}`;
    for (const [name, roles] of [
      ["demo-control-1", "--etcd --controlplane"],
      ["demo-workers-1", "--worker"],
    ] as const) {
      expect(userData(servers[name])).toContain(`content: |\n      ${command} ${roles} --node-name '${name}'\n`);
    }
    for (const server of Object.values(servers)) {
      expect(userData(server)).not.toMatch(/cluster-init|cluster-reset|rke2-server|get\.rke2\.io|\/etc\/rancher\/rke2/);
    }
  });

  it("have the labels and taints of their group from the first moment", () => {
    const gpu = {
      ...WORKER,
      count: 1,
      labels: { "example.org/gpu": "true" },
      taints: [{ key: "gpu", effect: "NoSchedule" }],
    };
    const servers = serversOf(testbed({ nodes: { ...NODES, gpu } }));
    expect(userData(servers["demo-gpu-1"])).toContain("--label 'example.org/gpu=true' --taint 'gpu=:NoSchedule'\n");
  });

  it("keep the image, the key and the user data with which they were made: others are for the next", () => {
    for (const server of Object.values(serversOf(testbed({ ssh: SSH })))) {
      expect(server.key_pair).toBe("${openstack_compute_keypair_v2.key.name}");
      const { ignore_changes: ignored } = server.lifecycle as { ignore_changes: string[] };
      expect(ignored).toEqual(expect.arrayContaining(["user_data", "block_device", "key_pair"]));
      expect(server).not.toHaveProperty("image_id");
      expect(server).not.toHaveProperty("image_name");
    }
  });

  it("that keep the state of the cluster are not replaced by accident, and workers are", () => {
    const isKept = (openstack: object) =>
      Object.entries(serversOf(testbed(openstack))).map(([name, { lifecycle }]) => [
        name.replace(/-\d$/, ""),
        (lifecycle as { prevent_destroy: boolean }).prevent_destroy,
      ]);
    const once = (rows: unknown[][]) => [...new Set(rows.map((row) => row.join(" ")))];
    expect(once(isKept({}))).toEqual(["demo-control true", "demo-workers false"]);
    expect(once(isKept({ deletionProtection: false }))).toEqual(["demo-control false", "demo-workers false"]);
  });
});

describe("one more server", () => {
  /** Every resource and data source of a testbed, by stack and address; what it waits for is no part of it. */
  const resourcesOf = ({ stacks }: Synthesized): Record<string, string> =>
    Object.fromEntries(
      Object.entries(stacks).flatMap(([id, { resource = {}, data = {} }]) =>
        [...Object.entries(resource), ...Object.entries(data)].flatMap(([type, named]) =>
          Object.entries(named).map(([name, { depends_on: _, ...block }]) => [
            `${id} ${type}.${name}`,
            JSON.stringify(block),
          ]),
        ),
      ),
    );
  const before = resourcesOf(DEFAULT);

  it.each([
    ["workers", 4, ["4"]],
    ["control", 5, ["4", "5"]],
  ] as const)(
    "in the group %s, now %i, is a server with its port, and changes no other resource",
    (group, count, news) => {
      const after = resourcesOf(testbed({ nodes: { ...NODES, [group]: { ...NODES[group], count } } }));
      const all = [...new Set([...Object.keys(before), ...Object.keys(after)])];
      expect(all.filter((name) => before[name] !== after[name]).sort()).toEqual([
        ...news.map((number) => `demo-nodes ${SERVER}.nodes_${group}-${number}`),
        ...news.map((number) => `demo-nodes openstack_networking_port_v2.nodes_${group}-${number}-port`),
      ]);
    },
  );

  it("is known to the bastion, by its metadata alone", () => {
    const edge = (synthesized: Synthesized) =>
      stackOf(synthesized, "edge") as StackJson & { readonly locals: Readonly<Record<string, unknown>> };
    const [one, other] = [DEFAULT, testbed({ nodes: { ...NODES, workers: { ...NODES.workers, count: 4 } } })].map(edge);
    const known = (locals: object | undefined) =>
      [1, 2, 3, 4].filter((number) =>
        JSON.stringify(locals).includes(JSON.stringify(`worker_addresses["demo-workers-${number}"]`).slice(1, -1)),
      );
    expect(known(one?.locals)).toEqual([1, 2, 3]);
    expect(known(other?.locals)).toEqual([1, 2, 3, 4]);
    expect(other?.resource).toEqual(one?.resource);
  });
});

describe("the edge on OpenStack", () => {
  it("leaves the record of the domain to people: the public address carries the hosts too", () => {
    const edge = stackOf(DEFAULT, "edge");
    const address = `\${${output("network", "entry_public_address")}}`;
    expect(value(edge, "dns_records")).toEqual({ "*.testbed.example.org": address, "risk.bank.example": address });
  });

  it("has no key and no tunnel where nobody logs in", () => {
    const edge = stackOf(DEFAULT, "edge");
    expect(value(edge, "tunnel_command")).toBe("");
    expect(blocks(edge, "openstack_compute_keypair_v2")).toEqual({});
  });

  it("tells how people reach the Kubernetes API by SSH, as the user of the image (SB-10)", () => {
    const tunnel = (image: string) => value(stackOf(testbed({ ssh: SSH, image }), "edge"), "tunnel_command");
    const control = `\${${output("nodes", 'control_plane_addresses["demo-control-1"]')}}`;
    const bastion = `\${${output("network", "entry_public_address")}}`;
    expect(tunnel("debian-13")).toBe(`ssh -N -L 8443:${control}:6443 debian@${bastion}`);
    expect(tunnel("Ubuntu 24.04")).toBe(`ssh -N -L 8443:${control}:6443 ubuntu@${bastion}`);
  });
});

describe("the cluster on OpenStack", () => {
  const cluster = stackOf(DEFAULT, "cluster");

  it("acts at the cloud by a credential of its own, with the role that the place names", () => {
    expect(Object.values(blocks(cluster, "openstack_identity_application_credential_v3"))).toMatchObject([
      { name: "demo-cluster", roles: ["member"] },
    ]);
    const [manifest] = Object.values(blocks(cluster, "rancher2_cluster_v2")).map(
      ({ rke_config }) => (rke_config as { additional_manifest: string }).additional_manifest,
    );
    const credential = "openstack_identity_application_credential_v3.credential";
    for (const part of ["id", "secret"]) {
      expect(manifest).toMatch(new RegExp(`application-credential-${part}="\\$\\{[^}]*${credential}\\.${part}\\b`));
    }
  });

  it("answers by the addresses of the entry too, which are known before the bastion", () => {
    const [settings] = Object.values(blocks(cluster, "rancher2_cluster_v2")).map(
      ({ rke_config }) => (rke_config as { machine_global_config: string }).machine_global_config,
    );
    for (const name of ["entry_public_address", "entry_private_address"]) {
      expect(settings).toContain(`\${${output("network", name)}}`);
    }
  });

  it("publishes the group of its machines, and Rancher as the way to its API", () => {
    expect(cluster.output).toMatchObject({
      cluster_name: { value: "demo" },
      cluster_minor: { value: "1.35" },
      cluster_endpoint: {
        value: "https://rancher.example.org/k8s/clusters/${rancher2_cluster_v2.cluster_cluster.cluster_v1_id}",
      },
      worker_security_group_id: { value: expect.stringMatching(/^\$\{openstack_networking_secgroup_v2\./) },
      login_command: { value: "sh" },
    });
  });
});
