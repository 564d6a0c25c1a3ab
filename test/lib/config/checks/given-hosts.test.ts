import { describe, expect, it } from "vitest";
import { checkGivenHosts } from "../../../../lib/config/checks/given-hosts";
import { ALL_ROLES, findings, found } from "../support/places";

const host = (address: string) => ({ address, cpu: "8", memory: "32Gi", roles: ALL_ROLES });
const onRancher = (hosts: Record<string, string>, target: object = {}) =>
  found(checkGivenHosts, "rancher", {
    target: {
      hosts: Object.fromEntries(Object.entries(hosts).map(([name, address]) => [name, host(address)])),
      ...target,
    },
  });
const network = (cidr: string, count = 3) =>
  found(checkGivenHosts, "openstack", {
    target: {
      network: { cidr },
      nodes: { a: { flavor: "m1", cpu: "8", memory: "32Gi", count, roles: ["worker"] } },
    },
  });

describe("the check of given machines", () => {
  it.each(["aws", "openstack", "rancher", "existing"] as const)(
    "given the smallest place on %s, then it is content",
    (target) => {
      expect(found(checkGivenHosts, target)).toEqual([]);
    },
  );

  describe("hosts", () => {
    it("given two with one address, then the second is wrong", () => {
      expect(onRancher({ a: "10.0.0.11", b: "10.0.0.12", c: "10.0.0.11" })).toEqual([
        'rancher.hosts.c.address: "10.0.0.11" is the address of hosts.a too',
      ]);
    });

    it("given an address of what stands in front, then it is not a host's", () => {
      const networks = { networks: ["10.0.0.0/24", "91.10.20.0/24"] };
      expect(onRancher({ a: "10.0.0.5", b: "91.10.20.5" }, networks)).toEqual([
        'rancher.hosts.a.address: "10.0.0.5" is the address of entry.privateAddress too',
        'rancher.hosts.b.address: "91.10.20.5" is the address of entry.publicAddress too',
      ]);
    });

    it("given an address outside all networks, then sandboxes could reach it", () => {
      const networks = { networks: ["10.0.0.0/24", "10.0.2.0/24"] };
      expect(onRancher({ a: "10.0.2.9" }, networks)).toEqual([]);
      expect(onRancher({ a: "10.0.1.9" }, networks)).toEqual([
        'rancher.hosts.a.address: "10.0.1.9" lies outside networks (10.0.0.0/24, 10.0.2.0/24), which are closed to sandboxes',
      ]);
    });

    it("given the first or last address of a network, then no machine has it", () => {
      expect(onRancher({ a: "10.0.0.0", b: "10.0.0.255" })).toEqual([
        'rancher.hosts.a.address: "10.0.0.0" is the first address of 10.0.0.0/24, which no machine has',
        'rancher.hosts.b.address: "10.0.0.255" is the last address of 10.0.0.0/24, which no machine has',
      ]);
      // A link of two machines, or a network of one, has no other addresses.
      expect(
        onRancher({ a: "10.0.3.0", b: "10.0.3.1", c: "10.0.4.9" }, { networks: ["10.0.3.0/31", "10.0.4.9/32"] }),
      ).toEqual([]);
    });

    it("given networks that are wrong, then the finding rests on them", () => {
      const [finding] = findings(checkGivenHosts, "rancher", { target: { hosts: { a: host("10.9.0.1") } } });
      expect(finding?.restsOn).toEqual([["rancher", "networks"]]);
    });
  });

  it.each(["127.0.0.1", "0.0.0.0", "169.254.1.1", "224.0.0.1", "255.255.255.255"])(
    "given %s as the address of the entry or a name server, then it is no machine's",
    (address) => {
      const what = expect.stringContaining(`"${address}" is `);
      for (const target of ["rancher", "existing"] as const) {
        for (const key of ["publicAddress", "privateAddress"]) {
          const entry = { publicAddress: "91.10.20.5", privateAddress: "10.0.0.5", [key]: address };
          expect(findings(checkGivenHosts, target, { target: { entry } })).toMatchObject([
            { path: [target, "entry", key], what },
          ]);
        }
      }
      const nameservers = ["10.0.0.53", address];
      expect(findings(checkGivenHosts, "openstack", { target: { network: { nameservers } } })).toMatchObject([
        { path: ["openstack", "network", "nameservers", 1], what },
      ]);
    },
  );

  it.each(["rancher", "existing"] as const)("given networks of no machines on %s, then each is named", (target) => {
    const networks = ["10.0.0.0/24", "127.0.0.0/8", "224.0.0.0/4", "100.64.0.0/10", "91.0.0.0/16"];
    expect(found(checkGivenHosts, target, { target: { networks } })).toEqual([
      `${target}.networks.1: "127.0.0.0/8" is loopback, and no machine has an address of it`,
      `${target}.networks.2: "224.0.0.0/4" is multicast, and no machine has an address of it`,
    ]);
  });

  describe("a network on OpenStack", () => {
    it.each(["10.0.0.0/8", "10.20.0.0/27", "192.168.0.0/16", "100.64.0.0/16"])(
      "given %s, then it is content",
      (cidr) => {
        expect(network(cidr)).toEqual([]);
      },
    );

    it.each([
      ["10.20.0.0/28", '"10.20.0.0/28" is a /28, and is cut in two halves with room for machines'],
      ["10.0.0.0/7", '"10.0.0.0/7" is a /7, and is cut in two halves with room for machines'],
      ["91.0.0.0/16", '"91.0.0.0/16" is no private network, so what has its addresses elsewhere would be out of reach'],
      [
        "203.0.113.0/24",
        '"203.0.113.0/24" is no private network, so what has its addresses elsewhere would be out of reach',
      ],
      ["169.254.0.0/16", '"169.254.0.0/16" is linkLocal, and no machine has an address of it'],
    ])("given %s, then it is refused once", (cidr, what) => {
      expect(network(cidr)).toEqual([`openstack.network.cidr: ${what}`]);
    });

    it("given more nodes than its private half has addresses for, then it is too small", () => {
      // A /28 has 16: five are those of the network, the router, DHCP twice, and broadcast.
      expect(network("10.20.0.0/27", 11)).toEqual([]);
      expect(network("10.20.0.0/27", 12)).toEqual([
        'openstack.network.cidr: "10.20.0.0/27" has room for 11 nodes in its private half, and nodes describes 12',
      ]);
    });
  });
});
