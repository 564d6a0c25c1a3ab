import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ec2, natSubnets } from "./support/ec2";
import { Moto } from "./support/moto";
import { Project } from "./support/project";
import { needProviders } from "./support/providers";
import { PythonTools } from "./support/python";
import { suite } from "./support/suite";

const DEFAULT_ZONES = {
  a: { public: "192.168.0.0/18", private: "192.168.128.0/18" },
  b: { public: "192.168.64.0/18", private: "192.168.192.0/18" },
};
const THIRD_ZONE = {
  additionalCidrs: ["100.64.0.0/16"],
  zones: { ...DEFAULT_ZONES, c: { public: "100.64.0.0/18", private: "100.64.64.0/18" } },
};

const prepare = async () => {
  await needProviders("aws");
  return PythonTools.install();
};

suite("aws network", prepare, (tools) => {
  let moto: Moto;
  let project: Project;
  const network = (place = "first") => project.stack(place, "network", moto.environment);
  const vpcId = () => String(network().outputs().network_id);
  const inVpc = () => ({ "vpc-id": vpcId() });

  beforeAll(async () => {
    moto = await Moto.start(tools());
    project = new Project();
  });
  afterAll(() => moto?.stop());

  describe("given one place, when applied, then the network", () => {
    beforeAll(() => {
      project.synthesize("first");
      network().apply();
    });

    it("shows no difference when it is planned again", () => {
      expect(network().isUpToDate()).toBe(true);
    });

    it("has the VPC of the documents (INF-4)", async () => {
      const vpcs = await ec2.vpcs(moto, inVpc());
      expect(vpcs).toEqual([{ VpcId: vpcId(), CidrBlock: "192.168.0.0/16", IsDefault: false }]);
    });

    it("has a public and a private subnet in each of two zones, with their roles (INF-5, INF-7)", async () => {
      const subnets = await ec2.subnets(moto, inVpc());
      const seen = subnets.map((subnet) => [
        subnet.CidrBlock,
        subnet.AvailabilityZone,
        subnet.MapPublicIpOnLaunch,
        Object.keys(subnet.Tags).find((key) => key.startsWith("kubernetes.io/role/")),
      ]);
      expect(seen.sort()).toEqual([
        ["192.168.0.0/18", "eu-west-1a", true, "kubernetes.io/role/elb"],
        ["192.168.128.0/18", "eu-west-1a", false, "kubernetes.io/role/internal-elb"],
        ["192.168.192.0/18", "eu-west-1b", false, "kubernetes.io/role/internal-elb"],
        ["192.168.64.0/18", "eu-west-1b", true, "kubernetes.io/role/elb"],
      ]);
    });

    it("has a NAT gateway with an address of its own in each public subnet (INF-6)", async () => {
      const gateways = await ec2.natGateways(moto, inVpc());
      const { public_subnet_ids: subnets } = network().outputs();
      expect(gateways.map(({ SubnetId }) => SubnetId).sort()).toEqual(Object.values(Object(subnets)).sort());
      const addresses = gateways.flatMap((gateway) => gateway.NatGatewayAddresses.map((own) => own.AllocationId));
      expect(new Set(addresses).size).toBe(2);
    });

    it("sends each private subnet out by the NAT gateway of its zone (INF-6)", async () => {
      const { public_subnet_ids, private_subnet_ids } = network().outputs();
      const ways = await natSubnets(moto, inVpc());
      const seen = Object.entries(Object(private_subnet_ids)).map(([slot, subnet]) => [slot, ways.get(String(subnet))]);
      expect(Object.fromEntries(seen)).toEqual(public_subnet_ids);
    });

    it("carries the tag of the testbed on everything that can carry one", async () => {
      const taggable = Object.values(network().resources()).filter((values) => "tags_all" in values);
      const tagged = await ec2.tags(moto, { key: "testbed", value: "first" });
      expect(taggable.length).toBeGreaterThan(15);
      expect(taggable.map(({ id }) => id).sort()).toEqual(tagged.map(({ ResourceId }) => ResourceId).sort());
    });

    it("has an entry whose public and private address belong together", async () => {
      const { entry_public_address, entry_private_address, entry_interface_id } = network().outputs();
      const addresses = await ec2.addresses(moto, { "public-ip": String(entry_public_address) });
      expect(addresses).toMatchObject([
        { PrivateIpAddress: entry_private_address, NetworkInterfaceId: entry_interface_id },
      ]);
    });

    it("is still known after cdktf.out was deleted and synthesized again", () => {
      project.forget();
      project.synthesize("first");
      expect(network().isUpToDate()).toBe(true);
    });
  });

  describe("given a second testbed on the first one's network (INF-2), when applied, then it", () => {
    beforeAll(() => {
      project.synthesize("second", { network: { from: "first" } });
      network("second").apply();
    });

    it("is on that network", () => {
      const { network_id, private_subnet_ids } = network("second").outputs();
      expect({ network_id, private_subnet_ids }).toEqual({
        network_id: vpcId(),
        private_subnet_ids: network().outputs().private_subnet_ids,
      });
    });

    it("has an entry of its own", () => {
      const entry = (place: string) => network(place).outputs().entry_public_address;
      expect(entry("second")).toEqual(expect.any(String));
      expect(entry("second")).not.toBe(entry("first"));
    });

    it("leaves the first as it was", () => {
      expect(network().isUpToDate()).toBe(true);
    });
  });

  describe("given a testbed in a VPC that is there already, when planned, then it", () => {
    const adopt = (cidr: string) => {
      const { public_subnet_ids, private_subnet_ids } = network().outputs();
      const zone = (slot: string) => ({
        public: Object(public_subnet_ids)[slot],
        private: Object(private_subnet_ids)[slot],
      });
      const existing = { vpcId: vpcId(), cidrs: [cidr], zones: { a: zone("a"), b: zone("b") } };
      project.synthesize("guest", { network: { existing } });
      return network("guest");
    };

    it("adds the security groups of control plane and entry, and the entry, to that VPC", () => {
      const types = adopt("192.168.0.0/16")
        .plan()
        .map(({ type }) => type);
      expect(types.sort()).toEqual(["aws_eip", "aws_network_interface", "aws_security_group", "aws_security_group"]);
    });

    it("is refused where the description has another network", () => {
      expect(adopt("10.20.0.0/16").refusal()).toContain(`The networks of ${vpcId()} are not 10.20.0.0/16.`);
    });
  });

  it("given one NAT gateway for all zones, when planned, then both private subnets have a way out", () => {
    project.synthesize("frugal", { network: { natGateways: "single" } });
    const planned = network("frugal").plan();
    const count = (type: string) => planned.filter((change) => change.type === type).length;
    expect([count("aws_nat_gateway"), count("aws_route")]).toEqual([1, 3]);
  });

  describe("given a third zone", () => {
    beforeAll(() => project.synthesize("first", { network: THIRD_ZONE }));

    it("when planned, then it creates and touches nothing that is there", () => {
      const actions = network()
        .plan()
        .map(({ action }) => action);
      expect(new Set(actions)).toEqual(new Set(["create"]));
    });

    it("when applied, then it is in the third zone", async () => {
      network().apply();
      const subnets = await ec2.subnets(moto, { ...inVpc(), "availability-zone": "eu-west-1c" });
      expect(subnets.map(({ CidrBlock }) => CidrBlock).sort()).toEqual(["100.64.0.0/18", "100.64.64.0/18"]);
    });
  });

  it("given deletion protection, when destruction is planned, then it is refused", () => {
    const refusal = network("second").refusal("-destroy");
    expect(refusal).toContain("aws_eip.entry_address has lifecycle.prevent_destroy set");
  });

  it("given both testbeds without protection, when destroyed, then nothing is left", async () => {
    for (const [place, described] of [
      ["second", { from: "first" }],
      ["first", THIRD_ZONE],
    ] as const) {
      project.synthesize(place, { network: described, deletionProtection: false });
      network(place).destroy();
    }
    const vpcs = await ec2.vpcs(moto);
    expect(vpcs.map(({ IsDefault }) => IsDefault)).toEqual([true]);
    expect(await ec2.addresses(moto)).toEqual([]);
    expect(await ec2.natGateways(moto, { state: "available" })).toEqual([]);
  });
});
