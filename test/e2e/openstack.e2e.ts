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
import { type OpenStackStackKind, type Part, STACKS } from "./support/openstack-project";
import { Cloud } from "./support/openstack-project-cloud";
import { addImage } from "./support/openstack-project-image";
import { fileOf } from "./support/openstack-project-refresh";
import { RANCHER_SAYS } from "./support/openstack-project-stacks";
import { OpenStackTestbed } from "./support/openstack-project-testbed";
import { needProviders } from "./support/providers";
import { runs } from "./support/run";
import { Missing, suite } from "./support/suite";

const INSTANCE = "openstack_compute_instance_v2";
const PORT = "openstack_networking_port_v2";

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

/** How long it may take until a testbed is there, on a machine that has other work: usually a quarter of it. */
const PATIENCE = 1_200_000;

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
  let testbed: OpenStackTestbed;
  const stack = (kind: OpenStackStackKind) => testbed.stack(kind);

  const times = new Map<string, number>();
  const timed = <T>(what: string, action: () => T): T => {
    const start = performance.now();
    const result = action();
    times.set(what, Math.round((performance.now() - start) / 100) / 10);
    return result;
  };
  /** Puts the testbed of a place there, in the order of its stacks. */
  const deploy = (place: "nova" | "larger", move: (described: Part) => Part, others?: Part) => {
    const surroundings = { cloud, environment: openstack.environment, plugins: plugins() };
    testbed = new OpenStackTestbed(place, surroundings, move, others);
    for (const kind of STACKS) timed(`${testbed.name}-${kind} applied`, () => stack(kind).apply());
  };
  const destroy = () => {
    testbed.change((described) => ({ ...described, deletionProtection: false }));
    for (const kind of [...STACKS].reverse()) timed(`${testbed.name}-${kind} destroyed`, () => stack(kind).destroy());
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

    beforeAll(
      () =>
        deploy("nova", (described) => ({ ...described, image: "debian-12" }), {
          sources: { office: ["203.0.113.0/24"], vpn: ["10.8.0.0/24"], branches: BRANCHES },
        }),
      PATIENCE,
    );

    it.each(STACKS)("shows no difference when its %s is planned again", (kind) => {
      timed(`nova-${kind} planned again`, () => expect(stack(kind).isUpToDate()).toBe(true));
    });

    it("has one floating address in all, on the bastion's port alone", async () => {
      const { port } = await testbed.server("bastion");
      const { publicAddress, privateAddress, port: id } = testbed.entry();
      expect(port).toMatchObject({ id, address: privateAddress });
      expect(await cloud.floatingAddresses()).toMatchObject([
        { floating_ip_address: publicAddress, fixed_ip_address: privateAddress, port_id: id },
      ]);
    });

    it("has its bastion in the public half of the network, and its nodes in the private one", async () => {
      const { public_subnet_ids, private_subnet_ids } = testbed.said("network");
      const subnets = Object.entries(await cloud.servers()).map(([name, { port }]) => [name, port.subnet]);
      expect(Object.fromEntries(subnets)).toEqual({
        "nova-bastion": Object(public_subnet_ids).a,
        ...Object.fromEntries(all.map((name) => [`nova-${name}`, Object(private_subnet_ids).a])),
      });
    });

    it("has its machines on different hosts where the cloud can do it", async () => {
      const { "nova-default": group, ...others } = await cloud.serverGroups();
      const members = Object.values(await testbed.nodes()).map(({ id }) => id);
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
      const { entry, nodes, controlPlane } = testbed.groupIds();
      const seen = Object.entries(await cloud.servers()).map(([name, { port }]) => [name, port.securityGroups]);
      const both = [nodes, controlPlane].sort();
      expect(Object.fromEntries(seen)).toEqual({
        "nova-bastion": [entry],
        ...Object.fromEntries(all.map((name) => [`nova-${name}`, both])),
      });
    });

    it("lets through what the files declare, and nothing else", async () => {
      expect(testbed.declared().ways.map(({ port }) => port)).toEqual([80, 443, 6443, 30040, 30041]);
      expect(await testbed.rules()).toEqual(testbed.declared().rules);
    });

    it("has told each machine its roles and its name, and what Rancher says", async () => {
      for (const name of all) {
        const server = await testbed.server(name);
        expect(server.userData).toMatch(/^#cloud-config\n/);
        expect(fileOf(server, "/registration.sh")).toBe(
          `${RANCHER_SAYS["cluster_registration_token[0].node_command"]} --etcd --controlplane --worker --node-name 'nova-${name}'\n`,
        );
      }
    });

    let firstMetadata: Readonly<Record<string, string>>;
    it("has told the bastion its ways and its nodes by metadata, which HAProxy takes", async () => {
      firstMetadata = (await testbed.server("bastion")).metadata;
      const ways = await testbed.proxied();
      expect(ways).toEqual(await testbed.expected(["default"], ["default"]));
      expect(ways.map(({ port, to }) => [port, to.length])).toEqual(
        [80, 443, 6443, 30040, 30041].map((port) => [port, 3]),
      );
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
      testbed.synthesize();
      vi.unstubAllEnvs();
      const { secret } = stack("cluster").resources()["openstack_identity_application_credential_v3.credential"] ?? {};
      expect(String(secret).length).toBeGreaterThan(40);
      const holds = (text: string) =>
        [openstack.environment.OS_PASSWORD, secret].filter((one) => text.includes(String(one)));
      expect(holds(readFileSync(testbed.stateFile("cluster"), "utf8"))).toEqual([secret]);
      const files = readdirSync(testbed.outdir, { recursive: true, withFileTypes: true }).filter((file) =>
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
    ])("and then given %s", (what, edit, expected) => {
      let before: Readonly<Record<string, string>>;

      it("when planned, then rules and the bastion's metadata change, and nothing else", async () => {
        before = await testbed.ids();
        testbed.expose("pilot2", edit);
        const rule = (line: string) => line.replace(" ", " openstack_networking_secgroup_rule_v2.bastion_firewall_");
        expect(testbed.changes("edge")).toEqual([...expected.map(rule), `update ${BASTION}`].sort());
      });

      it("when applied, then every server is the same, and the cloud lets through what the files declare", async () => {
        timed(`${what}: applied`, () => stack("edge").apply());
        expect(stack("edge").isUpToDate()).toBe(true);
        expect(await testbed.ids()).toEqual(before);
        expect(await testbed.rules()).toEqual(testbed.declared().rules);
      });

      it("when the bastion reads its metadata, then HAProxy does what the files declare", async () => {
        expect(await testbed.proxied()).toEqual(await testbed.expected(["default"], ["default"]));
      });
    });

    it("has the metadata of the beginning then, and no part of what was between", async () => {
      expect((await testbed.server("bastion")).metadata).toEqual(firstMetadata);
    });

    it("and its bastion, when it is made anew, stands at the same entry", async () => {
      const [bastion, before] = [await testbed.server("bastion"), testbed.entry()];
      timed("bastion made anew", () => stack("edge").apply(`-replace=${BASTION}`));
      const fresh = await testbed.server("bastion");
      expect(fresh.id).not.toBe(bastion.id);
      expect(fresh.port).toEqual(bastion.port);
      expect(testbed.entry()).toEqual(before);
      expect(await cloud.floatingAddresses()).toMatchObject([
        { floating_ip_address: before.publicAddress, port_id: bastion.port.id },
      ]);
      expect(await testbed.proxied()).toEqual(await testbed.expected(["default"], ["default"]));
      for (const kind of STACKS) expect(stack(kind).isUpToDate()).toBe(true);
    });

    it.each<[string, OpenStackStackKind, string[]]>([
      ["machines, which keep the cluster's state,", "nodes", all.map((name) => `${INSTANCE}.nodes_${name}`)],
      // Terraform begins with what nothing else needs, and looks no further.
      ["public address and its network", "network", [ADDRESS, "openstack_networking_subnet_v2.network_private"]],
    ])("keeps its %s from being destroyed", (_, kind, expected) => {
      expect(testbed.refused(kind)).toEqual(expected);
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
      testbed.change(({ nodes, ...described }) => ({
        ...described,
        nodes: { ...Object(nodes), workers: { ...Object(nodes).workers, count: workers } },
      }));
    const server = (name: string) => `${INSTANCE}.nodes_${name}`;
    const port = (name: string) => `${PORT}.nodes_${name}-port`;
    const expected = () => testbed.expected(["workers", "gpu"], ["control"]);

    beforeAll(
      () =>
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
      PATIENCE,
    );

    it.each(STACKS)("shows no difference when its %s is planned again", (kind) => {
      expect(stack(kind).isUpToDate()).toBe(true);
    });

    it("has told each machine the roles of its group, and none of the workers how a cluster begins", async () => {
      const command = RANCHER_SAYS["cluster_registration_token[0].node_command"];
      const machines = await testbed.nodes();
      const names = [...control, ...workers];
      expect(Object.keys(machines).sort()).toEqual(names.map((name) => `nova-large-${name}`));
      for (const name of names) {
        const described = await testbed.server(name);
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
      const machines = await testbed.nodes();
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
      const { nodes, controlPlane } = testbed.groupIds();
      for (const name of control)
        expect((await testbed.server(name)).port.securityGroups).toEqual([nodes, controlPlane].sort());
      for (const name of workers) expect((await testbed.server(name)).port.securityGroups).toEqual([nodes]);
    });

    it("is opened by the key of its place, and lets through what the files declare", async () => {
      const keys = Object.entries(await cloud.servers()).map(([name, { keyPair }]) => [name, keyPair]);
      expect(Object.fromEntries(keys)).toEqual({
        "nova-large-bastion": "nova-large-bastion",
        ...Object.fromEntries([...control, ...workers].map((name) => [`nova-large-${name}`, "nova-large"])),
      });
      expect(testbed.declared().login).toEqual(["10.8.0.0/24"]);
      expect(await testbed.rules()).toEqual(testbed.declared().rules);
    });

    it("has told the bastion which nodes are workers, and which run the API", async () => {
      expect(await testbed.proxied()).toEqual(await expected());
    });

    it("keeps its servers, when there is a newer image, another key or another label", async () => {
      const remove = await addImage(openstack.environment, "debian-12");
      const change = (publicKey: string, label: string) =>
        testbed.change(({ ssh, nodes, ...described }) => ({
          ...described,
          ssh: { ...Object(ssh), publicKey },
          nodes: { ...Object(nodes), gpu: { ...Object(nodes).gpu, labels: { "example.org/gpu": label } } },
        }));
      change(ANOTHER_KEY, "another");
      const key = "delete create openstack_compute_keypair_v2.key";
      expect({ nodes: testbed.changes("nodes"), edge: testbed.changes("edge") }).toEqual({ nodes: [key], edge: [key] });
      change(KEY, "true");
      await remove();
    });

    it("gets one server and one port more with one worker more, and keeps all others", async () => {
      const before = await testbed.ids();
      count(5);
      expect(testbed.changes("nodes")).toEqual([`create ${server("workers-5")}`, `create ${port("workers-5")}`]);
      timed("a worker added", () => stack("nodes").apply());
      const { "nova-large-workers-5": added, ...others } = await testbed.ids();
      expect(added).toEqual(expect.any(String));
      expect(others).toEqual(before);
    });

    it("tells the bastion of that worker, and keeps the bastion", async () => {
      const before = await testbed.ids();
      expect(testbed.changes("edge")).toEqual([`update ${BASTION}`]);
      timed("the bastion told of it", () => stack("edge").apply());
      expect(await testbed.ids()).toEqual(before);
      const { port } = await testbed.server("workers-5");
      const ways = await testbed.proxied();
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
      const { "nova-large-workers-5": _, ...others } = await testbed.ids();
      count(4);
      expect(testbed.changes("nodes")).toEqual([`delete ${server("workers-5")}`, `delete ${port("workers-5")}`]);
      timed("a worker removed", () => stack("nodes").apply());
      expect(testbed.changes("edge")).toEqual([`update ${BASTION}`]);
      stack("edge").apply();
      expect(await testbed.ids()).toEqual(others);
      expect(await testbed.proxied()).toEqual(await expected());
    });

    it("keeps the servers with the cluster's state from being destroyed, and no others", () => {
      expect(testbed.refused("nodes")).toEqual(control.map(server));
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
