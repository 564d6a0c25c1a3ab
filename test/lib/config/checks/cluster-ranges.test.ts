import { describe, expect, it } from "vitest";
import { checkClusterRanges } from "../../../../lib/config/checks/cluster-ranges";
import { ALL_ROLES, findings, found } from "../support/places";

const RKE2 = ["openstack", "rancher"] as const;
const onRke2 = (kubernetes: object, target: object = {}) =>
  found(checkClusterRanges, "openstack", { kubernetes, target });
const group = (count: number) => ({ flavor: "m1", cpu: "8", memory: "32Gi", count, roles: ALL_ROLES });
const NETWORK = { network: { cidr: "10.0.0.0/16" } };

describe("the check of the networks of pods and services", () => {
  it.each(["aws", "openstack", "rancher", "existing"] as const)(
    "given the defaults on %s, then it is content",
    (target) => {
      expect(found(checkClusterRanges, target)).toEqual([]);
    },
  );

  it("given the network of the place in one of them, then it is named, and the finding rests on it", () => {
    expect(findings(checkClusterRanges, "openstack", { target: { network: { cidr: "10.40.0.0/14" } } })).toEqual([
      {
        file: "testbed",
        path: ["kubernetes", "podCidr"],
        what: '"10.42.0.0/16" overlaps the network of the place ("10.40.0.0/14")',
        mend: "Choose another openstack.network.cidr in the file of the place, or another podCidr before anything is deployed.",
        restsOn: [["kubernetes", "podCidr"]],
        restsOnFiles: [{ file: "place", path: ["openstack", "network", "cidr"] }],
      },
    ]);
    expect(found(checkClusterRanges, "rancher", { target: { networks: ["10.0.0.0/24", "172.16.0.0/12"] } })).toEqual([
      'kubernetes.serviceCidr: "172.20.0.0/16" overlaps the network of the place ("172.16.0.0/12")',
    ]);
  });

  it("given a cluster that exists, then its pods and services are its own business", () => {
    const target = { networks: ["10.0.0.0/8", "172.16.0.0/12"] };
    expect(found(checkClusterRanges, "existing", { target })).toEqual([]);
    expect(
      found(checkClusterRanges, "existing", { kubernetes: { podCidr: "10.0.0.0/30", serviceCidr: "1.0.0.0/8" } }),
    ).toEqual([]);
  });

  it("given one in the other, then it is refused everywhere", () => {
    for (const target of ["aws", "openstack", "rancher", "existing"] as const) {
      expect(found(checkClusterRanges, target, { kubernetes: { podCidr: "172.20.0.0/16" } })).toEqual([
        'kubernetes.serviceCidr: "172.20.0.0/16" overlaps podCidr ("172.20.0.0/16")',
      ]);
    }
  });

  describe("addresses of what nodes speak to", () => {
    const where = (key: string, text: string) =>
      `lies in ${key} of testbed.yaml ("${text}"), so nodes would look for it in the cluster`;

    it.each(RKE2)("given a file server on %s, then it is among neither pods nor services", (target) => {
      const nfs = (server: string) =>
        found(checkClusterRanges, target, { place: { storage: { nfs: { server, share: "/x" } } } });
      expect(nfs("10.42.1.9")).toEqual([`storage.nfs.server: "10.42.1.9" ${where("podCidr", "10.42.0.0/16")}`]);
      expect(nfs("172.20.1.9")).toEqual([`storage.nfs.server: "172.20.1.9" ${where("serviceCidr", "172.20.0.0/16")}`]);
      expect(nfs("10.43.1.9")).toEqual([]);
      expect(nfs("nfs.example.com")).toEqual([]);
    });

    it("given a file server on AWS, then services alone count: pods have addresses of the VPC", () => {
      const nfs = (server: string) =>
        found(checkClusterRanges, "aws", { place: { storage: { nfs: { server, share: "/x" } } } });
      expect(nfs("172.20.1.9")).toHaveLength(1);
      expect(nfs("10.42.1.9")).toEqual([]);
    });

    it("given a name server, or what stands in front, then the same", () => {
      const nameservers = ["10.0.0.53", "172.20.0.10"];
      expect(onRke2({}, { network: { nameservers } })).toEqual([
        `openstack.network.nameservers.1: "172.20.0.10" ${where("serviceCidr", "172.20.0.0/16")}`,
      ]);
      const entry = { publicAddress: "91.10.20.5", privateAddress: "10.42.0.5" };
      expect(found(checkClusterRanges, "rancher", { target: { entry } })).toEqual([
        `rancher.entry.privateAddress: "10.42.0.5" ${where("podCidr", "10.42.0.0/16")}`,
      ]);
    });
  });

  it("given services on EKS, then it takes a /12 to /24 of the private networks", () => {
    const onEks = (serviceCidr: string) =>
      found(checkClusterRanges, "aws", { kubernetes: { serviceCidr, podCidr: "100.64.0.0/16" } });
    for (const text of ["10.16.0.0/12", "10.16.0.0/24", "172.16.0.0/12"]) expect(onEks(text)).toEqual([]);
    for (const text of ["10.0.0.0/11", "10.16.0.0/25", "100.96.0.0/16"]) {
      expect(onEks(text)).toEqual([`kubernetes.serviceCidr: "${text}" is no network that EKS takes for services`]);
    }
  });

  describe("of RKE2", () => {
    it.each([
      ["10.96.0.0/12", []],
      ["10.43.0.0/28", []],
      [
        "10.64.0.0/11",
        ['kubernetes.serviceCidr: "10.64.0.0/11" is a /11, and Kubernetes takes /12 to /28 for services'],
      ],
      [
        "10.43.0.0/29",
        ['kubernetes.serviceCidr: "10.43.0.0/29" is a /29, and Kubernetes takes /12 to /28 for services'],
      ],
    ])("given services in %s, then their size counts", (serviceCidr, expected) => {
      expect(onRke2({ serviceCidr, podCidr: "172.20.0.0/16" }, NETWORK)).toEqual(expected);
    });

    it.each(["127.0.0.0/16", "91.0.0.0/16", "224.0.0.0/16"])(
      "given pods or services in %s, then it is no private network",
      (text) => {
        const what = `"${text}" is no private network, so what has its addresses elsewhere would be out of reach`;
        expect(onRke2({ podCidr: text })).toEqual([`kubernetes.podCidr: ${what}`]);
        expect(onRke2({ serviceCidr: text })).toEqual([`kubernetes.serviceCidr: ${what}`]);
      },
    );

    it("given more nodes than pods have networks for, then some would never be ready", () => {
      const nodes = { ...NETWORK, nodes: { a: group(3), b: group(2) } };
      expect(onRke2({ podCidr: "10.44.0.0/21" }, nodes)).toEqual([]);
      expect(onRke2({ podCidr: "10.44.0.0/22" }, nodes)).toEqual([
        'kubernetes.podCidr: "10.44.0.0/22" has room for the pods of 4 of the 5 nodes of the place (each takes a /24)',
      ]);
      expect(onRke2({ podCidr: "10.44.0.0/25" }, nodes)).toEqual([
        'kubernetes.podCidr: "10.44.0.0/25" has room for the pods of 0 of the 5 nodes of the place (each takes a /24)',
      ]);
    });

    it("given hosts, then each is a node, and the finding rests on them", () => {
      const host = (last: number) => ({ address: `10.0.0.${last}`, cpu: "8", memory: "32Gi", roles: ALL_ROLES });
      const target = { hosts: { a: host(11), b: host(12) } };
      expect(
        findings(checkClusterRanges, "rancher", { target, kubernetes: { podCidr: "10.44.0.0/24" } }),
      ).toMatchObject([
        { path: ["kubernetes", "podCidr"], restsOnFiles: [{ file: "place", path: ["rancher", "hosts"] }] },
      ]);
    });
  });
});
