import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findHaproxy } from "./support/haproxy";
import { leftovers } from "./support/openstack/leftovers";
import { type OpenStack, startOpenStack } from "./support/openstack/openstack";
import { needOpenStackPackages } from "./support/openstack/packages";
import { processesIn } from "./support/openstack/processes";
import { openstackProvider } from "./support/openstack/provider";
import { FOLDERS } from "./support/openstack/site";
import { OpenStackProject, type OpenStackStackKind, type Part, STACKS } from "./support/openstack-project";
import { Cloud, type Server } from "./support/openstack-project-cloud";
import { Declared, handedOn } from "./support/openstack-project-declared";
import { addImage } from "./support/openstack-project-image";
import { complaints, fileOf, refresh } from "./support/openstack-project-refresh";
import { RANCHER_SAYS } from "./support/openstack-project-stacks";
import { needProviders } from "./support/providers";
import { runs } from "./support/run";
import { Missing, suite } from "./support/suite";

const INSTANCE = "openstack_compute_instance_v2";
const PORT = "openstack_networking_port_v2";
const ROUTER = "openstack_networking_router_v2";

/** Addresses of the bastion and of the public address, as Terraform knows them. */
const BASTION = `${INSTANCE}.bastion_instance`;
const ADDRESS = "openstack_networking_floatingip_v2.entry_address";

/** An exposure that nobody has at first. */
const ADDED = { component: "var-predictor", port: "http", nodePort: 30050, from: ["office", "vpn"] };

/** Networks that say little to gzip: with them the ways need more parts of metadata. */
const BRANCHES = Array.from(
  { length: 20 },
  (_, index) => `${11 + index * 7}.${(index * 83) % 251}.${(index * 47) % 253}.0/24`,
);

/** Public keys that Nova takes. */
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleE admin";
const ANOTHER_KEY = KEY.replace("IExample", "IAnother");

/** What a worker must not be told: roles and words by which a cluster begins. */
const BEGINS_A_CLUSTER = /--etcd|--controlplane|cluster-init|rke2-server|k3s|INSTALL_RKE2/;

const prepare = async () => {
  await needProviders();
  await findHaproxy();
  if (!(await runs("python3", ["--version"]))) throw new Missing("python3");
  await needOpenStackPackages();
  return openstackProvider();
};

suite("openstack", prepare, (plugins) => {
  let openstack: OpenStack;
  let cloud: Cloud;
  let project: OpenStackProject;
  const stack = (kind: OpenStackStackKind) => project.stack(kind);
  const said = (kind: OpenStackStackKind) => stack(kind).outputs();
  const times = new Map<string, number>();
  const timed = <T>(what: string, action: () => T): T => {
    const start = performance.now();
    const result = action();
    times.set(what, Math.round((performance.now() - start) / 100) / 10);
    return result;
  };

  /** Puts the testbed of a place there, in the order of its stacks. */
  const deploy = (place: "nova" | "larger", move: (described: Part) => Part, others?: Part) => {
    project = new OpenStackProject(place, openstack.environment, plugins(), move, others);
    for (const kind of STACKS) timed(`${project.name}-${kind} applied`, () => stack(kind).apply());
  };
  const destroy = () => {
    project.change((described) => ({ ...described, deletionProtection: false }));
    for (const kind of [...STACKS].reverse()) timed(`${project.name}-${kind} destroyed`, () => stack(kind).destroy());
  };
  /** What a plan would do, such as `update openstack_compute_instance_v2.bastion_instance`. */
  const changes = (kind: OpenStackStackKind, ...options: string[]) =>
    stack(kind)
      .plan(...options)
      .map(({ action, address }) => `${action} ${address}`)
      .sort();
  /** What Terraform refuses to destroy. */
  const refused = (kind: OpenStackStackKind, ...options: string[]) => {
    const refusal = stack(kind).refusal("-destroy", ...options);
    return [...refusal.matchAll(/(\S+) has lifecycle\.prevent_destroy set/g)].map(([, address]) => address).sort();
  };
  const serverNamed = async (name: string): Promise<Server> => {
    const server = (await cloud.servers())[`${project.name}-${name}`];
    if (server === undefined) throw new Error(`There is no server ${name}.`);
    return server;
  };
  const nodes = async () =>
    Object.fromEntries(Object.entries(await cloud.servers()).filter(([name]) => !name.endsWith("-bastion")));
  const addressesOf = async (...groups: string[]) =>
    Object.entries(await nodes())
      .filter(([name]) => groups.some((group) => name.startsWith(`${project.name}-${group}-`)))
      .map(([, { port }]) => port.address);
  const ids = async () => Object.fromEntries(Object.entries(await cloud.servers()).map(([name, { id }]) => [name, id]));
  const groupIds = () => ({
    entry: String(said("network").entry_security_group_id),
    "control-plane": String(said("network").control_plane_security_group_id),
    nodes: String(said("cluster").worker_security_group_id),
  });
  /** What the security groups let through, in the words of `Declared`. */
  const rules = async () => {
    const groups = groupIds();
    const names = Object.fromEntries(Object.entries(groups).map(([name, id]) => [id, name]));
    return {
      entry: await cloud.rulesOf(groups.entry, names),
      nodes: await cloud.rulesOf(groups.nodes, names),
      controlPlane: await cloud.rulesOf(groups["control-plane"], names),
    };
  };
  const declared = () => new Declared(project.directory, project.place);
  /** What HAProxy does after the program of the bastion has read what Nova tells the server. */
  const proxied = async () => {
    const { status, said, configuration } = await refresh(await serverNamed("bastion"));
    expect({ status, said }).toEqual({ status: 0, said: "HAProxy has loaded a new configuration" });
    expect(await complaints(configuration)).toBe("");
    return handedOn(configuration);
  };
  const entry = () => {
    const { entry_public_address, entry_private_address, entry_interface_id } = said("network");
    return { entry_public_address, entry_private_address, entry_interface_id };
  };

  beforeAll(async () => {
    const start = performance.now();
    openstack = await startOpenStack();
    times.set("services started", Math.round((performance.now() - start) / 100) / 10);
    cloud = new Cloud(openstack);
  });
  afterAll(async () => {
    await openstack?.stop();
    const figures = [...times].map(([what, seconds]) => `${what} ${seconds}`);
    console.log(`openstack: seconds: ${figures.join(", ")}`);
  });

  describe("given NOVA's three machines, when applied, then the testbed", () => {
    const all = ["default-1", "default-2", "default-3"];

    beforeAll(() =>
      deploy("nova", (described) => ({ ...described, image: "debian-12" }), {
        sources: { office: ["203.0.113.0/24"], vpn: ["10.8.0.0/24"], branches: BRANCHES },
      }),
    );

    it.each(STACKS)("shows no difference when its %s is planned again", (kind) => {
      timed(`nova-${kind} planned again`, () => expect(stack(kind).isUpToDate()).toBe(true));
    });

    it("has one floating address in all, on the bastion's port alone", async () => {
      const { port } = await serverNamed("bastion");
      expect(await cloud.floatingAddresses()).toMatchObject([
        {
          floating_ip_address: said("network").entry_public_address,
          fixed_ip_address: said("network").entry_private_address,
          port_id: port.id,
        },
      ]);
      expect(port).toMatchObject({ id: said("network").entry_interface_id, address: entry().entry_private_address });
    });

    it("has its bastion in the public half of the network, and its nodes in the private one", async () => {
      const { public_subnet_ids, private_subnet_ids } = said("network");
      const subnets = Object.entries(await cloud.servers()).map(([name, { port }]) => [name, port.subnet]);
      expect(Object.fromEntries(subnets)).toEqual({
        "nova-bastion": Object(public_subnet_ids).a,
        ...Object.fromEntries(all.map((name) => [`nova-${name}`, Object(private_subnet_ids).a])),
      });
    });

    it("has its machines on different hosts where the cloud can do it", async () => {
      const { "nova-default": group, ...others } = await cloud.serverGroups();
      const members = Object.values(await nodes()).map(({ id }) => id);
      expect(group).toMatchObject({ policy: "soft-anti-affinity" });
      expect([...(group?.members ?? [])].sort()).toEqual(members.sort());
      expect(others).toEqual({});
    });

    it("has one volume for each server, from which it boots and which goes with it", async () => {
      const servers = Object.values(await cloud.servers());
      const attached = servers.flatMap(({ volumes }) => volumes);
      expect(attached.map(({ delete_on_termination }) => delete_on_termination)).toEqual(servers.map(() => true));
      const volumes = await cloud.volumes();
      expect(volumes.map(({ id }) => id).sort()).toEqual(attached.map(({ id }) => id).sort());
      expect(volumes.map(({ size, bootable }) => [size, bootable]).sort()).toEqual([
        [10, "true"],
        ...all.map(() => [50, "true"]),
      ]);
    });

    it("has the security groups on its ports: both on nodes that run the API, that of the entry on the bastion", async () => {
      const { entry: entryGroup, nodes: nodeGroup, "control-plane": api } = groupIds();
      const seen = Object.entries(await cloud.servers()).map(([name, { port }]) => [name, port.securityGroups]);
      const both = [nodeGroup, api].sort();
      expect(Object.fromEntries(seen)).toEqual({
        "nova-bastion": [entryGroup],
        ...Object.fromEntries(all.map((name) => [`nova-${name}`, both])),
      });
    });

    it("lets through what the files declare, and nothing else", async () => {
      expect(declared().ways.map(({ port }) => port)).toEqual([80, 443, 6443, 30040, 30041]);
      expect(await rules()).toEqual(declared().rules);
    });

    it("has told each machine its roles and its name, and what Rancher says", async () => {
      for (const name of all) {
        const server = await serverNamed(name);
        expect(server.userData).toMatch(/^#cloud-config\n/);
        expect(fileOf(server, "/registration.sh")).toBe(
          `${RANCHER_SAYS["cluster_registration_token[0].node_command"]} --etcd --controlplane --worker --node-name 'nova-${name}'\n`,
        );
      }
    });

    let firstMetadata: Readonly<Record<string, string>>;
    it("has told the bastion its ways and its nodes by metadata, which HAProxy takes", async () => {
      firstMetadata = (await serverNamed("bastion")).metadata;
      const addresses = await addressesOf("default");
      expect(addresses.length).toBe(3);
      const expected = declared().handsOn({ worker: addresses, "control-plane": addresses });
      expect(await proxied()).toEqual(expected);
    });

    it("has a credential for the cluster that can do no more than its role", async () => {
      expect(await cloud.credentials()).toMatchObject([
        { name: "nova-cluster", roles: [{ name: "member" }], unrestricted: false },
      ]);
    });

    it("has no key, since nobody may log in", async () => {
      expect(Object.values(await cloud.servers()).map(({ keyPair }) => keyPair)).toEqual([null, null, null, null]);
    });

    it("has its tag on every port of its own", async () => {
      const owned = (await cloud.ports()).filter(({ device_owner }) => device_owner !== "network:router_interface");
      expect(owned.map(({ name, tags }) => [name, tags]).filter(([, tags]) => String(tags) !== "testbed=nova")).toEqual(
        [],
      );
      expect(owned.length).toBe(4);
    });

    it("keeps the credentials of the cloud out of what is synthesized, whoever synthesizes it", () => {
      for (const [name, value] of Object.entries(openstack.environment)) vi.stubEnv(name, value);
      project.synthesize();
      vi.unstubAllEnvs();
      const { secret } = stack("cluster").resources()["openstack_identity_application_credential_v3.credential"] ?? {};
      expect(String(secret).length).toBeGreaterThan(40);
      const holds = (text: string) =>
        [openstack.environment.OS_PASSWORD, secret].filter((one) => text.includes(String(one)));
      expect(holds(readFileSync(project.stateFile("cluster"), "utf8"))).toEqual([secret]);
      const files = readdirSync(project.outdir, { recursive: true, withFileTypes: true }).filter((file) =>
        file.isFile(),
      );
      expect(files.length).toBeGreaterThan(STACKS.length);
      const found = files
        .map((file) => join(file.parentPath, file.name))
        .filter((file) => holds(readFileSync(file, "utf8")).length > 0);
      expect(found).toEqual([]);
    });

    describe.each<[string, (exposures: readonly Part[]) => readonly Part[], string[]]>([
      [
        "another exposure",
        (exposures) => [...exposures, ADDED],
        ["create from-10-8-0-0-24-30050", "create from-203-0-113-0-24-30050", "create workers-30050"],
      ],
      [
        "other sources, more than fit into the same metadata",
        ([first, ...others]) => [{ ...first, from: ["branches"] }, ...others],
        [
          ...BRANCHES.map((network) => `create from-${network.replaceAll(/[./]/g, "-")}-30040`),
          "delete from-203-0-113-0-24-30040",
        ],
      ],
      [
        "what was there at first",
        ([first, ...others]) => [{ ...first, from: ["office"] }, ...others.filter((one) => one !== others.at(-1))],
        [
          ...BRANCHES.map((network) => `delete from-${network.replaceAll(/[./]/g, "-")}-30040`),
          "create from-203-0-113-0-24-30040",
          "delete from-10-8-0-0-24-30050",
          "delete from-203-0-113-0-24-30050",
          "delete workers-30050",
        ],
      ],
    ])("and then given %s", (_, edit, expected) => {
      let before: Readonly<Record<string, string>>;

      it("when planned, then rules and the bastion's metadata change, and nothing else", async () => {
        before = await ids();
        project.expose("pilot2", edit);
        const rule = (line: string) => line.replace(" ", " openstack_networking_secgroup_rule_v2.bastion_firewall_");
        expect(changes("edge")).toEqual([...expected.map(rule), `update ${BASTION}`].sort());
      });

      it("when applied, then every server is the same, and the cloud lets through what the files declare", async () => {
        timed(`${_} applied`, () => stack("edge").apply());
        expect(stack("edge").isUpToDate()).toBe(true);
        expect(await ids()).toEqual(before);
        expect(await rules()).toEqual(declared().rules);
      });

      it("when the bastion reads its metadata, then HAProxy does what the files declare", async () => {
        const addresses = await addressesOf("default");
        expect(await proxied()).toEqual(declared().handsOn({ worker: addresses, "control-plane": addresses }));
      });
    });

    it("has the metadata of the beginning then, and no part of what was between", async () => {
      expect((await serverNamed("bastion")).metadata).toEqual(firstMetadata);
    });

    it("and its bastion, when it is made anew, stands at the same entry", async () => {
      const [bastion, before] = [await serverNamed("bastion"), entry()];
      const addresses = await addressesOf("default");
      timed("bastion made anew", () => stack("edge").apply(`-replace=${BASTION}`));
      const fresh = await serverNamed("bastion");
      expect(fresh.id).not.toBe(bastion.id);
      expect(fresh.port).toEqual(bastion.port);
      expect(entry()).toEqual(before);
      expect(await cloud.floatingAddresses()).toMatchObject([
        { floating_ip_address: before.entry_public_address, port_id: bastion.port.id },
      ]);
      expect(await proxied()).toEqual(declared().handsOn({ worker: addresses, "control-plane": addresses }));
      for (const kind of STACKS) expect(stack(kind).isUpToDate()).toBe(true);
    });

    it.each<[string, OpenStackStackKind, string[], string[]]>([
      ["machines, which keep the cluster's state,", "nodes", [], all.map((name) => `${INSTANCE}.nodes_${name}`)],
      // Terraform looks no further than these two, which all others need.
      ["network", "network", [], ["openstack_networking_network_v2.network_network", `${ROUTER}.network_router`]],
      ["public address", "network", [`-target=${ADDRESS}`], [ADDRESS]],
    ])("keeps its %s from being destroyed", (_, kind, options, expected) => {
      expect(refused(kind, ...options)).toEqual(expected);
    });

    it("leaves nothing in any service, when it is destroyed without protection in the order of its stacks", async () => {
      destroy();
      expect(await leftovers(openstack)).toEqual([]);
    });
  });

  describe("given a larger one with three groups of nodes, when applied, then the testbed", () => {
    const control = ["control-1", "control-2", "control-3"];
    const workers = ["gpu-1", "workers-1", "workers-2", "workers-3", "workers-4"];
    /** Sets the number of workers. */
    const count = (workers: number) =>
      project.change(({ nodes, ...described }) => ({
        ...described,
        nodes: { ...Object(nodes), workers: { ...Object(nodes).workers, count: workers } },
      }));
    const server = (name: string) => `${INSTANCE}.nodes_${name}`;
    const port = (name: string) => `${PORT}.nodes_${name}-port`;
    const expected = async () =>
      declared().handsOn({
        worker: await addressesOf("workers", "gpu"),
        "control-plane": await addressesOf("control"),
      });

    beforeAll(() =>
      deploy("larger", ({ nodes, ssh, ...described }) => ({
        ...described,
        ssh: { ...Object(ssh), publicKey: KEY },
        region: "RegionOne",
        externalNetwork: "public",
        image: "debian-12",
        nodes: {
          ...Object(nodes),
          gpu: { ...Object(nodes).gpu, flavor: "m1.large", zone: "nova", volumeType: "__DEFAULT__" },
        },
      })),
    );

    it.each(STACKS)("shows no difference when its %s is planned again", (kind) => {
      expect(stack(kind).isUpToDate()).toBe(true);
    });

    it("has told each machine the roles of its group, and none of the workers how a cluster begins", async () => {
      const command = RANCHER_SAYS["cluster_registration_token[0].node_command"];
      const machines = await nodes();
      const names = [...control, ...workers];
      expect(Object.keys(machines).sort()).toEqual(names.map((name) => `nova-large-${name}`));
      for (const name of names) {
        const described = await serverNamed(name);
        const own = {
          control: "--etcd --controlplane --node-name",
          workers: "--worker --node-name",
          gpu: "--worker --node-name",
        }[name.replace(/-\d+$/, "")];
        const gpu = " --label 'example.org/gpu=true' --taint 'example.org/gpu=:NoSchedule'";
        const more = name.startsWith("gpu") ? gpu : "";
        expect(fileOf(described, "/registration.sh")).toBe(`${command} ${own} 'nova-large-${name}'${more}\n`);
        expect(BEGINS_A_CLUSTER.test(described.userData)).toBe(name.startsWith("control"));
      }
    });

    it("has the servers of each group apart", async () => {
      const machines = await nodes();
      const groups = Object.entries(await cloud.serverGroups()).map(([group, { policy, members }]) => {
        const names = Object.entries(machines).filter(([, { id }]) => members.includes(id));
        return [group, policy, ...names.map(([name]) => name).sort()];
      });
      const policy = "soft-anti-affinity";
      const named = (names: readonly string[]) => names.map((name) => `nova-large-${name}`);
      expect(groups.sort()).toEqual([
        ["nova-large-control", policy, ...named(control)],
        ["nova-large-gpu", policy, ...named(["gpu-1"])],
        ["nova-large-workers", policy, ...named(workers.slice(1))],
      ]);
    });

    it("lets nobody near the Kubernetes API but its nodes' group: workers have another one alone", async () => {
      const { nodes: own, "control-plane": api } = groupIds();
      for (const name of control) expect((await serverNamed(name)).port.securityGroups).toEqual([own, api].sort());
      for (const name of workers) expect((await serverNamed(name)).port.securityGroups).toEqual([own]);
    });

    it("is opened by the key of its place, and lets through what the files declare", async () => {
      const keys = Object.entries(await cloud.servers()).map(([name, { keyPair }]) => [name, keyPair]);
      expect(Object.fromEntries(keys)).toEqual({
        "nova-large-bastion": "nova-large-bastion",
        ...Object.fromEntries([...control, ...workers].map((name) => [`nova-large-${name}`, "nova-large"])),
      });
      expect(declared().login).toEqual(["10.8.0.0/24"]);
      expect(await rules()).toEqual(declared().rules);
    });

    it("has told the bastion which nodes are workers, and which run the API", async () => {
      expect(await proxied()).toEqual(await expected());
    });

    it("keeps its servers, when there is a newer image, another key or another label", async () => {
      const remove = await addImage(openstack.environment, "debian-12");
      const change = (publicKey: string, label: string) =>
        project.change(({ ssh, nodes, ...described }) => ({
          ...described,
          ssh: { ...Object(ssh), publicKey },
          nodes: { ...Object(nodes), gpu: { ...Object(nodes).gpu, labels: { "example.org/gpu": label } } },
        }));
      change(ANOTHER_KEY, "another");
      const key = "delete create openstack_compute_keypair_v2.key";
      expect({ nodes: changes("nodes"), edge: changes("edge") }).toEqual({ nodes: [key], edge: [key] });
      change(KEY, "true");
      await remove();
    });

    it("gets one server and one port more with one worker more, and keeps all others", async () => {
      const before = await ids();
      count(5);
      expect(changes("nodes")).toEqual([`create ${server("workers-5")}`, `create ${port("workers-5")}`]);
      timed("a worker added", () => stack("nodes").apply());
      const { "nova-large-workers-5": added, ...others } = await ids();
      expect(added).toEqual(expect.any(String));
      expect(others).toEqual(before);
    });

    it("tells the bastion of that worker, and keeps the bastion", async () => {
      const before = await ids();
      expect(changes("edge")).toEqual([`update ${BASTION}`]);
      timed("the bastion told of it", () => stack("edge").apply());
      expect(await ids()).toEqual(before);
      const { port } = await serverNamed("workers-5");
      const ways = await proxied();
      expect(ways.find((way) => way.port === 30040)?.to).toContain(`${port.address}:30040`);
      expect(ways).toEqual(await expected());
    });

    it("gets a worker made anew at the address of the old one, and keeps all others", async () => {
      const before = await cloud.servers();
      timed("a worker made anew", () => stack("nodes").apply(`-replace=${server("workers-2")}`));
      const { "nova-large-workers-2": fresh, ...others } = await cloud.servers();
      const { "nova-large-workers-2": old, ...same } = before;
      expect(fresh?.id).not.toBe(old?.id);
      expect(fresh?.port).toEqual(old?.port);
      expect(fresh?.userData).toBe(old?.userData);
      expect(others).toEqual(same);
      expect(stack("edge").isUpToDate()).toBe(true);
    });

    it("loses that one worker alone with one worker less, and tells the bastion", async () => {
      const { "nova-large-workers-5": _, ...others } = await ids();
      count(4);
      expect(changes("nodes")).toEqual([`delete ${server("workers-5")}`, `delete ${port("workers-5")}`]);
      timed("a worker removed", () => stack("nodes").apply());
      expect(changes("edge")).toEqual([`update ${BASTION}`]);
      stack("edge").apply();
      expect(await ids()).toEqual(others);
      expect(await proxied()).toEqual(await expected());
    });

    it("keeps the servers with the cluster's state from being destroyed, and no others", () => {
      const refused = [
        ...stack("nodes")
          .refusal("-destroy")
          .matchAll(/(\S+) has lifecycle\.prevent_destroy set/g),
      ];
      expect(refused.map(([, address]) => address).sort()).toEqual(control.map(server));
    });

    it("leaves nothing in any service, when it is destroyed without protection", async () => {
      destroy();
      expect(await leftovers(openstack)).toEqual([]);
    });
  });

  it("given all of it, when the services are stopped, then no process of them is left", async () => {
    expect(processesIn(FOLDERS).length).toBeGreaterThan(0);
    await openstack.stop();
    expect(processesIn(FOLDERS)).toEqual([]);
  });
});
