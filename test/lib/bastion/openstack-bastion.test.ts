import { DataTerraformRemoteStateLocal } from "cdktf";
import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { cloudConfig } from "../../../lib/bastion/cloud-config";
import { MachineSystem } from "../../../lib/bastion/machine-system";
import { OpenStackBastion, type OpenStackBastionProps } from "../../../lib/bastion/openstack-bastion";
import { apiWay, hostWays } from "../../../lib/bastion/shared-ways";
import type { Way } from "../../../lib/way";
import { neutronRules } from "../../bastion/support/neutron-rules";
import { checkStack } from "../../support/provider-schema/check-stack";
import { loadSchemas } from "../../support/provider-schema/load";
import { type StackJson, synthesizeConstruct } from "../../support/synth";

const WAY: Way = { port: 30042, owner: "pilot2", target: "lx-kafka", from: ["203.0.113.0/24"] };

const PROPS: OpenStackBastionProps = {
  name: "demo",
  portId: "port-1",
  entryGroupId: "sg-entry",
  workerGroupId: "sg-workers",
  controlPlaneGroupId: "sg-api",
  image: "image-1",
  flavor: "m1.small",
  ways: [WAY],
  nodes: { worker: ["10.0.0.21", "10.0.0.22"], "control-plane": ["10.0.0.11"] },
};

const synthesized = (build: (scope: Construct) => void): StackJson => JSON.parse(synthesizeConstruct(build));

const bastion = (props: Partial<OpenStackBastionProps> = {}) =>
  synthesized((scope) => {
    new OpenStackBastion(scope, "bastion", { ...PROPS, ...props });
  });

const server = (stack: StackJson): Record<string, unknown> => {
  const found = Object.values(stack.resource?.openstack_compute_instance_v2 ?? {});
  if (found.length !== 1 || !found[0]) throw new Error(`There are ${found.length} servers, not one.`);
  return found[0];
};

/** User data as the machine reads it: Terraform takes the second sign of `$${` and `%%{` away. */
const userData = (stack: StackJson) =>
  String(server(stack).user_data).replaceAll(/\$\$\{|%%\{/g, (sign) => sign.slice(1));

const settings = (stack: StackJson): Record<string, unknown> => {
  const files: { path: string; content: string }[] = parse(userData(stack)).write_files;
  return JSON.parse(files.find(({ path }) => path.endsWith("refresh.json"))?.content ?? "");
};

const locals = (stack: StackJson & { locals?: Record<string, string> }) => JSON.stringify(stack.locals);

describe("OpenStackBastion by default", () => {
  const stack = bastion();

  it("takes over the entry, and has no network, group or key beside it (INF-44)", () => {
    expect(server(stack)).toMatchObject({
      name: "demo-bastion",
      flavor_name: "m1.small",
      network: [{ port: "port-1" }],
    });
    for (const name of ["security_groups", "key_pair", "availability_zone", "admin_pass"])
      expect(server(stack)).not.toHaveProperty(name);
  });

  it("starts from a volume of its own, which goes with it", () => {
    expect(server(stack).block_device).toEqual([
      {
        source_type: "image",
        uuid: "image-1",
        destination_type: "volume",
        volume_size: 10,
        boot_index: 0,
        delete_on_termination: true,
      },
    ]);
  });

  it("stays for a newer image", () => {
    expect(server(stack).lifecycle).toEqual({ ignore_changes: ["block_device[0].uuid"] });
  });

  it("reads its metadata from the service, which changes, and not from a drive, which does not", () => {
    expect(server(stack).config_drive).toBe(false);
    const program = "/usr/local/lib/testbed-bastion/metadata.py";
    const address = "http://169.254.169.254/openstack/latest/meta_data.json";
    expect(settings(stack)).toMatchObject({ ways: [program, address, "ways"], nodes: [program, address, "nodes"] });
  });

  it("holds ways and nodes in its metadata", () => {
    expect(server(stack).metadata).toMatch(/^\$\{merge\(.+\)\}$/);
    expect(locals(stack)).toContain("bind :30042");
    for (const address of ["10.0.0.21", "10.0.0.22", "10.0.0.11"]) expect(locals(stack)).toContain(address);
  });

  it("is a bastion with Debian, by its user data alone, and has no credential of the cloud", () => {
    const { ways, nodes } = settings(stack) as { ways: string[]; nodes: string[] };
    expect(userData(stack)).toBe(cloudConfig({ ways, nodes, programs: ["metadata.py"] }, MachineSystem.DEBIAN));
    expect(userData(stack)).not.toMatch(/OS_|clouds\.yaml|secret|password/i);
  });

  it("has user data that Nova takes: 64 KiB in base64", () => {
    expect(Buffer.from(userData(stack)).toString("base64").length).toBeLessThan(65_535);
  });

  it("starts once it may reach what it installs, and its metadata", () => {
    const names = ["to-https", "to-http", "to-dns", "to-dns-by-tcp", "to-time"];
    expect(server(stack).depends_on).toEqual(
      names.map((name) =>
        expect.stringMatching(new RegExp(`^openstack_networking_secgroup_rule_v2\\.bastion_firewall_${name}_`)),
      ),
    );
  });

  it("opens its way, and no way to log in", () => {
    const ingress = neutronRules(stack).filter(({ direction }) => direction === "ingress");
    expect(ingress.map(({ group, first, last }) => [group, first, last]).sort()).toEqual([
      ["sg-entry", 30042, 30042],
      ["sg-workers", 30042, 30042],
    ]);
  });

  it("has only what the recorded schema of the provider knows", () => {
    const terraform = { required_providers: { openstack: { source: "terraform-provider-openstack/openstack" } } };
    expect(checkStack({ ...stack, terraform }, loadSchemas())).toEqual([]);
  });
});

describe("OpenStackBastion with options", () => {
  it("is the same server whatever ways and nodes are, but for its metadata", () => {
    const ways = [WAY, ...hostWays(), apiWay(["192.0.2.0/24"])];
    const other = bastion({ ways, nodes: { worker: ["10.0.0.23"], "control-plane": ["10.0.0.12"] } });
    expect(server(other)).toEqual(server(bastion()));
    expect(locals(other)).not.toBe(locals(bastion()));
  });

  it("has another size, and stands where it is told", () => {
    const stack = bastion({ diskGib: 20, availabilityZone: "nova", flavor: "m1.large" });
    expect(server(stack)).toMatchObject({
      flavor_name: "m1.large",
      availability_zone: "nova",
      block_device: [expect.objectContaining({ volume_size: 20 })],
    });
  });

  it("lets people log in with a key, from where they are (SB-10)", () => {
    const stack = bastion({ login: { keyPair: "demo", from: ["192.0.2.0/24"] } });
    expect(server(stack).key_pair).toBe("demo");
    const open = neutronRules(stack).filter(({ group, direction }) => group === "sg-entry" && direction === "ingress");
    expect(open.map(({ first, peer }) => [first, peer])).toContainEqual([22, { network: "192.0.2.0/24" }]);
  });

  it("takes nodes that another stack lists, however many there are then", () => {
    const stack = synthesized((scope) => {
      const state = new DataTerraformRemoteStateLocal(scope, "nodes", { path: "nodes.tfstate" });
      const nodes = { worker: state.getList("addresses"), "control-plane": [state.getString("first")] };
      new OpenStackBastion(scope, "bastion", { ...PROPS, nodes });
    });
    expect(locals(stack)).toContain('join(\\",\\", data.terraform_remote_state.nodes.outputs.addresses)');
    expect(locals(stack)).toContain('join(\\",\\", [data.terraform_remote_state.nodes.outputs.first])');
  });
});

describe("OpenStackBastion refuses", () => {
  it("two ways on one port", () => {
    expect(() => bastion({ ways: [WAY, { ...WAY, target: "other" }] })).toThrow(
      "Two ways have the port 30042 of the bastion. Give one of them another port.",
    );
  });
});
