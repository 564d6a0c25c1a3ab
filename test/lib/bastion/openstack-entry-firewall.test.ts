import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  OpenStackEntryFirewall,
  type OpenStackEntryFirewallProps,
} from "../../../lib/bastion/openstack-entry-firewall";
import { apiWay, hostWays } from "../../../lib/bastion/shared-ways";
import type { NodeRole, Way } from "../../../lib/way";
import { admits, type NeutronPeer, neutronRules } from "../../bastion/support/neutron-rules";
import { addresses, ways as anyWays } from "../../support/arbitrary-ways";
import { type StackJson, synthesizeConstruct } from "../../support/synth";
import { holds } from "../../support/ways/group-rules";

const OFFICE = "203.0.113.0/24";
const VPN = "192.0.2.0/25";
const GROUPS = { entryGroupId: "sg-entry", workerGroupId: "sg-workers", controlPlaneGroupId: "sg-api" };

/** Machines of the testbed, as Neutron sees them. */
const BASTION = { address: "10.0.0.5", groups: [GROUPS.entryGroupId] };
const NODES: Readonly<Record<NodeRole, NeutronPeer & { groups: readonly string[] }>> = {
  worker: { address: "10.0.0.21", groups: [GROUPS.workerGroupId] },
  "control-plane": { address: "10.0.0.11", groups: [GROUPS.controlPlaneGroupId] },
};
const ROLES = ["worker", "control-plane"] as const;
const ALL_PORTS = Array.from({ length: 65_535 }, (_, index) => index + 1);

const firewall = (ways: readonly Way[], props: Partial<OpenStackEntryFirewallProps> = {}): StackJson =>
  JSON.parse(
    synthesizeConstruct((scope) => {
      new OpenStackEntryFirewall(scope, "firewall", { ...GROUPS, ways, ...props });
    }),
  );

const way = (port: number, from: Way["from"] = [OFFICE], parts: Partial<Way> = {}): Way => ({
  port,
  from,
  owner: "pilot2",
  target: "lx-kafka",
  ...parts,
});

const blocks = ({ resource }: StackJson) => resource?.openstack_networking_secgroup_rule_v2 ?? {};

/** The rules of one direction, each on a line: group, ports, and who is on the other side. */
const rules = (stack: StackJson, direction: "ingress" | "egress") =>
  neutronRules(stack)
    .filter((rule) => rule.direction === direction)
    .map(({ group, protocol, first, last, peer }) => {
      const other = "group" in peer ? peer.group : peer.network;
      return `${group} ${protocol} ${first === last ? first : `${first}-${last}`} ${other}`;
    })
    .sort();

const OUT = [
  "sg-entry tcp 443 0.0.0.0/0",
  "sg-entry tcp 53 0.0.0.0/0",
  "sg-entry tcp 80 0.0.0.0/0",
  "sg-entry udp 123 0.0.0.0/0",
  "sg-entry udp 53 0.0.0.0/0",
];

describe("OpenStackEntryFirewall without ways", () => {
  const stack = firewall([]);

  it("lets nobody in, neither at the bastion nor at a node", () => {
    expect(rules(stack, "ingress")).toEqual([]);
  });

  it("lets the bastion out to packages, names, the time and the metadata service alone", () => {
    expect(rules(stack, "egress")).toEqual(OUT);
    expect(admits(neutronRules(stack), "egress", BASTION.groups, { address: "169.254.169.254" }, 80)).toBe(true);
  });
});

describe("OpenStackEntryFirewall with ways", () => {
  it("lets each source in on the ports that are meant for it (INF-44)", () => {
    const stack = firewall([way(30042), way(30050, [OFFICE, VPN]), way(30060, [VPN])]);
    expect(rules(stack, "ingress").filter((rule) => rule.startsWith("sg-entry"))).toEqual([
      "sg-entry tcp 30042 203.0.113.0/24",
      "sg-entry tcp 30050 192.0.2.0/25",
      "sg-entry tcp 30050 203.0.113.0/24",
      "sg-entry tcp 30060 192.0.2.0/25",
    ]);
  });

  it("lets the bastion, and it alone, in at the workers by those ports, whoever comes in", () => {
    const stack = firewall([way(30042), way(30050, [])]);
    expect(rules(stack, "ingress").filter((rule) => rule.startsWith("sg-workers"))).toEqual([
      "sg-workers tcp 30042 sg-entry",
      "sg-workers tcp 30050 sg-entry",
    ]);
    expect(rules(stack, "egress")).toEqual([...OUT, "sg-entry tcp 30000-32767 sg-workers"].sort());
  });

  it("opens the port in front to the sources, and the port behind to the bastion (SB-2)", () => {
    const stack = firewall(hostWays());
    expect(rules(stack, "ingress")).toEqual([
      "sg-entry tcp 443 0.0.0.0/0",
      "sg-entry tcp 80 0.0.0.0/0",
      "sg-workers tcp 32080 sg-entry",
      "sg-workers tcp 32443 sg-entry",
    ]);
  });

  it("lets it on to the Kubernetes API for those who are named, and nowhere else there (SB-10)", () => {
    const stack = firewall([apiWay([VPN])]);
    expect(rules(stack, "ingress")).toEqual(["sg-api tcp 6443 sg-entry", "sg-entry tcp 6443 192.0.2.0/25"]);
    expect(rules(stack, "egress")).toEqual([...OUT, "sg-entry tcp 6443 sg-api"].sort());
  });

  it("gives each port a rule of its own: another way does not touch it (INF-32)", () => {
    const [few, many] = [firewall([way(30042)]), firewall([way(30041), way(30042), way(30043), way(30060)])];
    for (const [id, block] of Object.entries(blocks(few))) expect(blocks(many)[id]).toEqual(block);
  });

  it("has the same rules for the same ways in any order, and for a network that is named twice", () => {
    const ways = [way(30042), way(30043, "anywhere"), way(30050, [OFFICE, VPN, OFFICE])];
    expect(blocks(firewall([...ways].reverse()))).toEqual(blocks(firewall(ways)));
  });

  it("tells in its rules whose the ports are", () => {
    const stack = firewall([way(30042, [OFFICE], { owner: "pilot5b", target: "store" })]);
    expect(Object.values(blocks(stack)).map(({ description }) => description)).toContain("pilot5b/store");
  });
});

describe("OpenStackEntryFirewall with people who log in", () => {
  const stack = firewall([], { loginFrom: [VPN] });

  it("lets them in by SSH from where they are", () => {
    expect(rules(stack, "ingress").filter((rule) => rule.startsWith("sg-entry"))).toEqual([
      "sg-entry tcp 22 192.0.2.0/25",
    ]);
  });

  it("lets them on to every node by SSH, and to the Kubernetes API by a tunnel (SB-10)", () => {
    expect(rules(stack, "ingress").filter((rule) => !rule.startsWith("sg-entry"))).toEqual([
      "sg-api tcp 22 sg-entry",
      "sg-api tcp 6443 sg-entry",
      "sg-workers tcp 22 sg-entry",
    ]);
    const onwards = ["sg-entry tcp 22 sg-api", "sg-entry tcp 22 sg-workers", "sg-entry tcp 6443 sg-api"];
    expect(rules(stack, "egress")).toEqual([...OUT, ...onwards].sort());
  });

  it("has the way to the Kubernetes API once, where both ask for it", () => {
    const both = firewall([apiWay([OFFICE])], { loginFrom: [VPN] });
    expect(rules(both, "ingress").filter((rule) => rule === "sg-api tcp 6443 sg-entry")).toHaveLength(1);
  });
});

describe("what is open, for any ways,", () => {
  /** Some addresses, and one of each network that a way names. */
  const strangers = (ways: readonly Way[]) =>
    ways.flatMap(({ from }) =>
      from === "anywhere" ? [] : from.slice(0, 3).map((network) => network.replace(/\/.*/, "")),
    );
  const runs = { numRuns: 15, interruptAfterTimeLimit: 30_000 };
  const some = anyWays.map((ways) =>
    ways.map((one) => ({ ...one, from: one.from === "anywhere" ? one.from : one.from.slice(0, 20) })),
  );

  it("is what is declared: in from outside", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(some, fc.array(addresses, { maxLength: 3 }), (ways, others) => {
        const all = neutronRules(firewall(ways));
        for (const address of [...others, ...strangers(ways), NODES.worker.address]) {
          const open = ALL_PORTS.filter((port) => admits(all, "ingress", BASTION.groups, { address }, port));
          const declared = ways.filter(
            ({ from }) => from === "anywhere" || from.some((network) => holds(network, address)),
          );
          expect(open).toEqual(declared.map(({ port }) => port).sort((a, b) => a - b));
        }
      }),
      runs,
    );
  });

  it("is what is declared: on to the nodes, and to nobody but the bastion", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(some, addresses, (ways, stranger) => {
        const all = neutronRules(firewall(ways));
        for (const role of ROLES) {
          const node = NODES[role];
          const open = ALL_PORTS.filter(
            (port) =>
              admits(all, "egress", BASTION.groups, node, port) && admits(all, "ingress", node.groups, BASTION, port),
          );
          const declared = ways.filter(({ to = "worker" }) => to === role).map(({ port, nodePort = port }) => nodePort);
          expect(open).toEqual([...new Set(declared)].sort((a, b) => a - b));
          for (const other of [{ address: stranger }, NODES.worker, NODES["control-plane"]])
            expect(ALL_PORTS.filter((port) => admits(all, "ingress", node.groups, other, port))).toEqual([]);
        }
      }),
      runs,
    );
  });

  it("has no two rules that Neutron would take for one and refuse", () => {
    fc.assert(
      fc.property(some, (ways) => {
        const all = neutronRules(firewall(ways, { loginFrom: [VPN] })).map((rule) => JSON.stringify(rule));
        expect(new Set(all).size).toBe(all.length);
      }),
      runs,
    );
  });
});
