import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ec2 } from "./support/ec2";
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

  describe("given the description of one place, applied", () => {
    beforeAll(() => {
      project.synthesize("first");
      network().apply();
    });

    it("shows no difference when it is planned again", () => {
      expect(network().isUpToDate()).toBe(true);
    });

    it("has the VPC of the documents (INF-4)", async () => {
      const { Vpcs } = await ec2(moto, "describe_vpcs", inVpc());
      expect(Vpcs).toEqual([{ VpcId: vpcId(), CidrBlock: "192.168.0.0/16", IsDefault: false }]);
    });

    it("has a public and a private subnet in each of two zones, with their roles (INF-5, INF-7)", async () => {
      const { Subnets } = await ec2(moto, "describe_subnets", inVpc());
      const seen = Subnets.map((subnet) => [
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
      const { NatGateways } = await ec2(moto, "describe_nat_gateways", inVpc());
      const { public_subnet_ids: subnets } = network().outputs();
      expect(NatGateways.map(({ SubnetId }) => SubnetId).sort()).toEqual(Object.values(subnets ?? {}).sort());
      const addresses = NatGateways.flatMap((gateway) => gateway.NatGatewayAddresses.map((own) => own.AllocationId));
      expect(new Set(addresses).size).toBe(2);
    });

    it("sends each private subnet out by the NAT gateway of its zone (INF-6)", async () => {
      const [{ NatGateways }, { RouteTables }] = [
        await ec2(moto, "describe_nat_gateways", inVpc()),
        await ec2(moto, "describe_route_tables", inVpc()),
      ];
      const { public_subnet_ids, private_subnet_ids } = network().outputs();
      const ways = RouteTables.flatMap(({ Associations, Routes }) =>
        Associations.map(({ SubnetId }) => [
          SubnetId,
          NatGateways.find(({ NatGatewayId }) => Routes.some(isDefaultRouteTo(NatGatewayId)))?.SubnetId,
        ]),
      );
      for (const [slot, subnet] of Object.entries(private_subnet_ids ?? {})) {
        expect(ways).toContainEqual([subnet, Object(public_subnet_ids)[slot]]);
      }
    });

    it("carries the tag of the testbed on everything that can carry one", async () => {
      const taggable = Object.values(network().resources()).filter((values) => "tags_all" in values);
      const { Tags } = await ec2(moto, "describe_tags", { key: "testbed", value: "first" });
      const tagged = Tags.map(({ ResourceId }) => ResourceId);
      expect(taggable.length).toBeGreaterThan(15);
      expect(taggable.map(({ id }) => id).sort()).toEqual(tagged.sort());
    });

    it("has an entry whose public and private address belong together", async () => {
      const { entry_public_address, entry_private_address, entry_interface_id } = network().outputs();
      const { Addresses } = await ec2(moto, "describe_addresses", { "public-ip": String(entry_public_address) });
      expect(Addresses).toMatchObject([
        { PrivateIpAddress: entry_private_address, NetworkInterfaceId: entry_interface_id },
      ]);
    });

    it("is still known after cdktf.out was deleted and synthesized again", () => {
      project.forget();
      project.synthesize("first");
      expect(network().isUpToDate()).toBe(true);
    });
  });

  describe("given a second testbed on the network of the first (INF-2), applied", () => {
    beforeAll(() => {
      project.synthesize("second", { from: "first" });
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

  it("given one NAT gateway for all zones, when planned, then both private subnets have a way out", () => {
    project.synthesize("frugal", { natGateways: "single" });
    const planned = network("frugal").plan();
    const count = (type: string) => planned.filter((change) => change.type === type).length;
    expect([count("aws_nat_gateway"), count("aws_route")]).toEqual([1, 3]);
  });

  describe("given a third zone", () => {
    beforeAll(() => project.synthesize("first", THIRD_ZONE));

    it("when planned, then it creates and touches nothing that is there", () => {
      const actions = network()
        .plan()
        .map(({ action }) => action);
      expect(new Set(actions)).toEqual(new Set(["create"]));
    });

    it("when applied, then it is in the third zone", async () => {
      network().apply();
      const { Subnets } = await ec2(moto, "describe_subnets", { ...inVpc(), "availability-zone": "eu-west-1c" });
      expect(Subnets.map(({ CidrBlock }) => CidrBlock).sort()).toEqual(["100.64.0.0/18", "100.64.64.0/18"]);
    });
  });

  it("given both testbeds, when destroyed, then nothing is left", async () => {
    network("second").destroy();
    network("first").destroy();
    const { Vpcs } = await ec2(moto, "describe_vpcs");
    const { Addresses } = await ec2(moto, "describe_addresses");
    const { NatGateways } = await ec2(moto, "describe_nat_gateways", { state: "available" });
    expect(Vpcs.map(({ IsDefault }) => IsDefault)).toEqual([true]);
    expect([...Addresses, ...NatGateways]).toEqual([]);
  });
});

function isDefaultRouteTo(gateway: string) {
  return (route: { DestinationCidrBlock?: string; NatGatewayId?: string }) =>
    route.DestinationCidrBlock === "0.0.0.0/0" && route.NatGatewayId === gateway;
}
