import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { type Block, type StackJson, type Synthesized, synthesizeTestbed, temporaryFolder } from "../support/synth";

const MACHINE = { cpu: "8", memory: "32Gi" };
const HOSTS = {
  "bear-1": { address: "10.0.0.11", ...MACHINE, roles: ["etcd", "controlplane"] },
  "bear-2": {
    address: "10.0.0.12",
    ...MACHINE,
    roles: ["worker"],
    labels: { disk: "fast" },
    taints: [{ key: "dedicated", value: "database", effect: "NoSchedule" }],
  },
  "bear-3": { address: "10.0.0.13", ...MACHINE, roles: ["worker"] },
};
/** The certificate of an authority that signs itself. */
const AUTHORITY = `-----BEGIN CERTIFICATE-----
MIIBejCCASGgAwIBAgIUJPXI0lZKybHpFLB7+oh4f2IyK8kwCgYIKoZIzj0EAwIw
EjEQMA4GA1UEAwwHcmFuY2hlcjAgFw0yNjExMjEyMzU1MDFaGA8yMTI2MTAyODIz
NTUwMVowEjEQMA4GA1UEAwwHcmFuY2hlcjBZMBMGByqGSM49AgEGCCqGSM49AwEH
A0IABEYHjGschQpF4qGJYipMFSr+oc2WeU8oUuWwdEtdHhlgEuBFdCrHVuUwtjXV
CrWpK7nHn7ihVvhHEaYgLfWeFrGjUzBRMB0GA1UdDgQWBBR8CiRB3/fIwyDAjOFY
ByRT/DadojAfBgNVHSMEGDAWgBR8CiRB3/fIwyDAjOFYByRT/DadojAPBgNVHRMB
Af8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIGTo4AKwzMqjSeA+rVYDwRntFSFG
0j6OUppYiAVNsMj5AiAkspZSP7vvakvPLBCs40jQ4WVJnWqLasy2in+b3Dg3+g==
-----END CERTIFICATE-----
`;
const SERVER = { url: "https://rancher.example.org" };

/** A testbed whose place says this of its hosts and their Rancher beside what it needs. */
function testbed(rancher: object = {}): Synthesized {
  const folder = temporaryFolder();
  const write = (file: string, content: object) => writeFileSync(join(folder, file), stringify(content));
  for (const made of ["places", "sandboxes"]) mkdirSync(join(folder, made));
  write("testbed.yaml", { place: "home" });
  write("places/home.yaml", {
    name: "demo",
    domain: "testbed.example.org",
    hosts: ["risk.bank.example"],
    state: { local: { acceptSecrets: true } },
    sources: { office: ["203.0.113.7/32"], vpn: ["10.8.0.0/24"] },
    storage: { nfs: { server: "10.0.0.20", share: "/exports" } },
    rancher: {
      server: SERVER,
      networks: ["10.0.0.0/24"],
      entry: { publicAddress: "198.51.100.20", privateAddress: "10.0.0.5" },
      hosts: HOSTS,
      ...rancher,
    },
  });
  const ui = { kind: "stateless", image: "example.org/ui:1", ports: { http: 8080 } };
  const expose = [
    { component: "ui", nodePort: 30040, from: ["office"] },
    { component: "ui", host: "risk.bank.example" },
  ];
  write("sandboxes/pilot.yaml", { components: { ui }, expose });
  return synthesizeTestbed(folder);
}

const DEFAULT = testbed();

const stackOf = ({ stacks }: Synthesized, name: string): StackJson => {
  const found = stacks[`demo-${name}`];
  if (!found) throw new Error(`There is no stack ${name}.`);
  return found;
};
const blocks = ({ resource }: StackJson, type: string): Record<string, Block> => resource?.[type] ?? {};
const outputOf = ({ output }: StackJson, name: string): Block => output?.[name] ?? {};
const textsOf = (stack: StackJson, name: string) => outputOf(stack, name).value as Record<string, string>;

const SYNC = "rancher2_cluster_sync.ready_sync";
const COMMAND = "${rancher2_cluster_v2.cluster_cluster.cluster_registration_token[0].node_command}";

describe("the stacks of a testbed on prepared hosts", () => {
  it("are deployed in order: the edge last, when the platform and every frame are there", () => {
    expect(DEFAULT.manifest.map(({ name, dependencies }) => [name, [...dependencies].sort()])).toEqual(
      expect.arrayContaining([
        ["demo-cluster", []],
        ["demo-nodes", ["demo-cluster"]],
        ["demo-platform", ["demo-nodes"]],
        ["demo-pilot", ["demo-nodes", "demo-platform"]],
        ["demo-pilot-app", ["demo-pilot"]],
        ["demo-edge", ["demo-pilot", "demo-platform"]],
      ]),
    );
    expect(DEFAULT.manifest).toHaveLength(6);
  });

  it("know of Rancher its address, and its authority where the place names one: the token is given at run time", () => {
    const certificateAuthority = AUTHORITY;
    const providers = (synthesized: Synthesized) =>
      ["cluster", "nodes"].map((name) => stackOf(synthesized, name).provider);
    const [public_, own] = [DEFAULT, testbed({ server: { ...SERVER, certificateAuthority } })];
    const known = { api_url: SERVER.url };
    expect(providers(public_)).toEqual([{ rancher2: [known] }, { rancher2: [known] }]);
    expect(providers(own)).toEqual(Array(2).fill({ rancher2: [{ ...known, ca_certs: certificateAuthority }] }));
    const published = (synthesized: Synthesized) =>
      outputOf(stackOf(synthesized, "cluster"), "cluster_certificate_authority").value;
    expect(published(public_)).toBe("");
    expect(Buffer.from(String(published(own)), "base64").toString()).toBe(certificateAuthority);
  });

  it("reach the Kubernetes API by way of Rancher, by a program that prints its token", () => {
    const read = (name: string) => `\${data.terraform_remote_state.cluster.outputs.${name}}`;
    const exec = { command: read("login_command"), args: read("login_arguments") };
    for (const name of ["platform", "pilot"]) {
      expect(stackOf(DEFAULT, name).provider).toMatchObject({
        kubernetes: [{ host: read("cluster_endpoint"), exec: [exec] }],
        helm: [{ kubernetes: { host: read("cluster_endpoint"), exec } }],
      });
    }
    expect(outputOf(stackOf(DEFAULT, "cluster"), "cluster_endpoint").value).toBe(
      "https://rancher.example.org/k8s/clusters/${rancher2_cluster_v2.cluster_cluster.cluster_v1_id}",
    );
  });
});

describe("what lets a host join", () => {
  const cluster = stackOf(DEFAULT, "cluster");

  it("is a command for each, with its roles, address, labels and taints (INF-46)", () => {
    expect(textsOf(cluster, "registration_commands")).toEqual({
      "bear-1": `${COMMAND} --etcd --controlplane --node-name 'bear-1' --internal-address '10.0.0.11'`,
      "bear-2":
        `${COMMAND} --worker --node-name 'bear-2' --internal-address '10.0.0.12' ` +
        "--label 'disk=fast' --taint 'dedicated=database:NoSchedule'",
      "bear-3": `${COMMAND} --worker --node-name 'bear-3' --internal-address '10.0.0.13'`,
    });
  });

  it("is the same command in a file for cloud-init", () => {
    const commands = textsOf(cluster, "registration_commands");
    const files = textsOf(cluster, "registration_cloud_configs");
    expect(Object.keys(files)).toEqual(Object.keys(HOSTS));
    for (const [host, file] of Object.entries(files)) {
      expect(file).toMatch(/^#cloud-config\n/);
      const { write_files } = parse(file) as { write_files: { path: string; permissions: string; content: string }[] };
      const secret = write_files.filter(({ content }) => content.includes(COMMAND));
      expect(secret).toMatchObject([{ permissions: "0600", content: `${commands[host]}\n` }]);
    }
  });

  it("is a secret; how a host is prepared is none", () => {
    for (const name of ["registration_commands", "registration_cloud_configs"]) {
      expect(outputOf(cluster, name).sensitive).toBe(true);
    }
    expect(outputOf(cluster, "host_preparations")).not.toHaveProperty("sensitive");
    const preparations = textsOf(cluster, "host_preparations");
    expect(Object.keys(preparations)).toEqual(Object.keys(HOSTS));
    for (const script of Object.values(preparations)) {
      expect(script).toMatch(/^#!\/bin\/bash\n/);
      expect(script).not.toContain("rancher2_cluster_v2");
    }
  });

  it("begins no cluster, and knows no first host: files of hosts that do the same differ in name and address alone", () => {
    const hosts = Object.fromEntries(
      [1, 2, 3].map((number) => [`bear-${number}`, { ...HOSTS["bear-1"], address: `10.0.0.1${number}` }]),
    );
    const files = textsOf(
      stackOf(testbed({ hosts: { ...hosts, "bear-4": { ...HOSTS["bear-3"], address: "10.0.0.14" } } }), "cluster"),
      "registration_cloud_configs",
    );
    const bare = Object.entries(hosts).map(([host, { address }]) =>
      files[host]?.replace(`'${host}'`, "<name>").replace(`'${address}'`, "<address>"),
    );
    expect(new Set(bare).size).toBe(1);
    expect(bare[0]).toContain("--node-name <name> --internal-address <address>\n");
    for (const file of Object.values(files)) expect(file).not.toMatch(/cluster-init|rke2-server|get\.rke2\.io/);
  });

  it("leaves the cluster as it is when a host is added: the command is Rancher's", () => {
    const more = { ...HOSTS, "bear-4": { address: "10.0.0.14", ...MACHINE, roles: ["worker"] } };
    const after = testbed({ hosts: more });
    for (const name of ["cluster", "nodes", "platform", "pilot"]) {
      expect(stackOf(after, name).resource, name).toEqual(stackOf(DEFAULT, name).resource);
    }
    const commands = textsOf(stackOf(after, "cluster"), "registration_commands");
    expect(commands).toMatchObject(textsOf(stackOf(DEFAULT, "cluster"), "registration_commands"));
    expect(Object.keys(commands)).toContain("bear-4");
  });
});

describe("the nodes", () => {
  const nodes = stackOf(DEFAULT, "nodes");

  it("are published when Rancher has seen them all: it waits for people", () => {
    const outputs = Object.values(nodes.output ?? {});
    expect(outputs.length).toBeGreaterThan(10);
    expect(new Set(outputs.map(({ depends_on }) => String(depends_on)))).toEqual(new Set([SYNC]));
    expect(blocks(nodes, "rancher2_cluster_sync").ready_sync).toMatchObject({
      cluster_id: "${data.terraform_remote_state.cluster.outputs.cluster_id}",
      timeouts: { create: "2h" },
    });
  });

  it("have the addresses that the place says, each by what it does", () => {
    expect(outputOf(nodes, "control_plane_addresses").value).toEqual({ "bear-1": "10.0.0.11" });
    expect(outputOf(nodes, "worker_addresses").value).toEqual({ "bear-2": "10.0.0.12", "bear-3": "10.0.0.13" });
  });

  it("have volumes on the NFS server of the place alone (SB-3)", () => {
    expect(outputOf(nodes, "volume_driver").value).toBe("");
    expect(outputOf(nodes, "shared_volume_server").value).toBe("10.0.0.20");
    expect(outputOf(nodes, "shared_volume_path").value).toBe("/exports");
    const classes = Object.values(blocks(stackOf(DEFAULT, "platform"), "kubernetes_storage_class_v1"));
    expect(classes.map(({ storage_provisioner }) => storage_provisioner)).toEqual(Array(5).fill("nfs.csi.k8s.io"));
  });

  it("read no secret of the cluster", () => {
    expect(JSON.stringify(nodes)).not.toMatch(/registration|node_command/);
  });

  it("bring catalogues and the monitoring of Rancher when they are ready (INF-46)", () => {
    const server = { ...SERVER, catalogues: { pilots: "https://charts.example.org" }, monitoring: true };
    const stack = stackOf(testbed({ server }), "nodes");
    expect(Object.values(blocks(stack, "rancher2_catalog_v2"))).toMatchObject([
      { name: "pilots", url: "https://charts.example.org", depends_on: [SYNC] },
    ]);
    const definitions = "rancher2_app_v2.ready_apps_rancher-monitoring-crd";
    expect(blocks(stack, "rancher2_app_v2")).toMatchObject({
      "ready_apps_rancher-monitoring-crd": { depends_on: [SYNC] },
      "ready_apps_rancher-monitoring": { depends_on: [definitions] },
    });
    for (const type of ["rancher2_catalog_v2", "rancher2_app_v2"]) expect(blocks(nodes, type)).toEqual({});
  });
});

describe("the cluster", () => {
  const clusterOf = (synthesized: Synthesized) => {
    const [cluster] = Object.values(blocks(stackOf(synthesized, "cluster"), "rancher2_cluster_v2"));
    return cluster as { lifecycle: object; rke_config: { machine_global_config: string; chart_values: string } };
  };

  it("answers by the addresses of the entry", () => {
    const settings = parse(clusterOf(DEFAULT).rke_config.machine_global_config);
    expect(settings["tls-san"]).toEqual(["198.51.100.20", "10.0.0.5"]);
  });

  it("has no cloud controller, and none is waited for", () => {
    expect(clusterOf(DEFAULT).rke_config).not.toHaveProperty("additional_manifest");
    expect(clusterOf(DEFAULT).rke_config.machine_global_config).not.toContain("cloud-provider-name");
  });

  it("has as many operators of Cilium as hosts for them, two at most", () => {
    const three = Object.fromEntries(
      [1, 2, 3].map((number) => [`control-${number}`, { ...HOSTS["bear-1"], address: `10.0.0.3${number}` }]),
    );
    const replicas = (synthesized: Synthesized) =>
      parse(clusterOf(synthesized).rke_config.chart_values)["rke2-cilium"].operator.replicas;
    expect(replicas(DEFAULT)).toBe(1);
    expect(replicas(testbed({ hosts: { ...three, "bear-3": HOSTS["bear-3"] } }))).toBe(2);
  });

  it("is destroyed only when the place allows it", () => {
    expect(clusterOf(DEFAULT).lifecycle).toEqual({ prevent_destroy: true });
    expect(clusterOf(testbed({ deletionProtection: false })).lifecycle).toEqual({ prevent_destroy: false });
  });

  it("belongs to the administrators that the place names (INF-46)", () => {
    const admins = ["genericoidc_group://platform-admins", "openldap_user://cn=ada,dc=example,dc=org"];
    const stack = stackOf(testbed({ server: { ...SERVER, admins } }), "cluster");
    const owners = Object.values(blocks(stack, "rancher2_cluster_role_template_binding"));
    expect(owners.map(({ role_template_id }) => role_template_id)).toEqual(["cluster-owner", "cluster-owner"]);
    expect(owners).toMatchObject([{ group_principal_id: admins[0] }, { user_principal_id: admins[1] }]);
  });
});

describe("the edge", () => {
  it("has no resource: the machine with HAProxy is not ours", () => {
    const edge = stackOf(DEFAULT, "edge");
    expect([edge.resource, edge.provider, edge.data]).toEqual([undefined, undefined, undefined]);
  });

  it("tells what HAProxy is to do: node ports and hosts to the workers (SB-1, SB-2)", () => {
    const text = String(outputOf(stackOf(DEFAULT, "edge"), "haproxy_configuration").value);
    expect(text).toMatch(/bind \S*:30040\b/);
    for (const port of [30040, 32080, 32443]) {
      for (const address of ["10.0.0.12", "10.0.0.13"]) expect(text).toContain(`${address}:${port}`);
    }
    expect(text).not.toContain("10.0.0.11:");
    expect(text).toContain("203.0.113.7");
  });

  it("leads to the Kubernetes API for whom the place names alone (SB-10)", () => {
    const text = String(outputOf(stackOf(testbed({ apiAccess: ["vpn"] }), "edge"), "haproxy_configuration").value);
    expect(text).toContain("10.0.0.11:6443");
    expect(text).toContain("10.8.0.0/24");
  });

  it("leaves the records of hosts to people, by the public address", () => {
    expect(outputOf(stackOf(DEFAULT, "edge"), "dns_records").value).toEqual({
      "*.testbed.example.org": "198.51.100.20",
      "risk.bank.example": "198.51.100.20",
    });
  });
});
