import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { StackJson, Synthesized } from "../support/synth";
import { synthesizeTestbed, temporaryFolder } from "../support/synth";

const DOMAIN = "testbed.example.org";

const SANDBOX = {
  components: {
    stream: { kind: "stateful", image: "example.org/stream:1", ports: { broker: 9092 } },
    ui: { kind: "stateless", image: "example.org/ui:1", ports: { http: 8080 } },
  },
};

const NODE_PORT = { component: "stream", nodePort: 30042, from: ["office"] };

/** A testbed whose place has these parts beside what it needs, with sandboxes that have these exposures. */
function testbed(place: object = {}, exposures: Readonly<Record<string, readonly object[]>> = {}): Synthesized {
  const folder = temporaryFolder();
  const write = (file: string, content: object) => writeFileSync(join(folder, file), stringify(content));
  const { aws, ...others } = { aws: {}, ...place };
  const admins = ["arn:aws:iam::210987654321:role/platform-admin"];
  mkdirSync(join(folder, "places"));
  mkdirSync(join(folder, "sandboxes"));
  write("testbed.yaml", { place: "demo" });
  write("places/demo.yaml", {
    name: "demo",
    sources: { office: ["10.9.0.0/24"] },
    ...others,
    aws: { region: "eu-west-1", apiAccess: ["office"], admins, ...aws },
  });
  for (const [name, expose] of Object.entries(exposures)) write(`sandboxes/${name}.yaml`, { ...SANDBOX, expose });
  return synthesizeTestbed(folder);
}

const edge = (...args: Parameters<typeof testbed>): StackJson => {
  const stack = testbed(...args).stacks["demo-edge"];
  if (!stack) throw new Error("There is no edge.");
  return stack;
};

const of = ({ resource }: StackJson, type: string) => Object.entries(resource?.[type] ?? {});
const output = (stack: StackJson, name: string) => stack.output?.[name]?.value;
const state = (stack: string, name: string) => `\${data.terraform_remote_state.${stack}.outputs.${name}}`;

describe("the edge of a testbed on AWS by default", () => {
  const stack = edge();

  it("is deployed once there are workers, and who serves the hosts", () => {
    const { manifest } = testbed();
    expect(manifest.find(({ name }) => name === "demo-edge")?.dependencies.sort()).toEqual([
      "demo-cluster",
      "demo-network",
      "demo-nodes",
      "demo-platform",
    ]);
  });

  it("is a bastion on the entry, with no way in", () => {
    expect(of(stack, "aws_instance")).toMatchObject([
      ["bastion_instance", { network_interface: [{ network_interface_id: state("network", "entry_interface_id") }] }],
    ]);
    expect(of(stack, "aws_vpc_security_group_ingress_rule")).toMatchObject([
      [
        "bastion_firewall_api",
        {
          security_group_id: state("network", "control_plane_security_group_id"),
          referenced_security_group_id: state("network", "entry_security_group_id"),
        },
      ],
    ]);
  });

  it("has no load balancer: the place has no name for hosts", () => {
    expect(of(stack, "aws_lb")).toEqual([]);
    expect(output(stack, "load_balancer_address")).toBe("");
    expect(output(stack, "dns_records")).toEqual({});
  });

  it("tells how people reach the Kubernetes API (SB-10)", () => {
    expect(output(stack, "tunnel_command")).toBe(
      "aws ssm start-session --region eu-west-1 --target ${aws_instance.bastion_instance.id} " +
        "--document-name AWS-StartPortForwardingSessionToRemoteHost " +
        '--parameters host=${replace(data.terraform_remote_state.cluster.outputs.cluster_endpoint, "https://", "")},' +
        "portNumber=443,localPortNumber=8443",
    );
  });

  it("tags the volume of the bastion as everything else, which the provider's tags do not reach", () => {
    const tagged = edge({ tags: { "cost-centre": "4711" } });
    expect(of(tagged, "aws_instance")).toMatchObject([
      ["bastion_instance", { root_block_device: { tags: { testbed: "demo", "cost-centre": "4711" } } }],
    ]);
  });
});

describe("the ways in of sandboxes", () => {
  const stack = edge({}, { first: [NODE_PORT], second: [{ ...NODE_PORT, nodePort: 30050 }] });
  const rules = Object.fromEntries(of(stack, "aws_vpc_security_group_ingress_rule"));

  it("are open at the entry, and at the workers, for all sandboxes", () => {
    const entry = state("network", "entry_security_group_id");
    const workers = state("cluster", "worker_security_group_id");
    for (const port of [30042, 30050]) {
      expect(rules[`bastion_firewall_from-10-9-0-0-24-${port}`]).toMatchObject({
        security_group_id: entry,
        cidr_ipv4: "10.9.0.0/24",
        from_port: port,
        to_port: port,
      });
      expect(rules[`bastion_firewall_workers-${port}`]).toMatchObject({
        security_group_id: workers,
        referenced_security_group_id: entry,
      });
    }
  });

  it("are in the bastion's parameter, named after their sandboxes", () => {
    const [[, parameter] = []] = of(stack, "aws_ssm_parameter");
    expect(parameter?.insecure_value).toContain("frontend first_");
    expect(parameter?.insecure_value).toContain("frontend second_");
  });
});

describe("hosts", () => {
  const hosts = { pilot: [{ component: "ui", host: "pilot" }] };
  const address = "${aws_lb.hosts_balancer.dns_name}";

  it("have a load balancer before there is one of them, where the place has a domain (INF-16)", () => {
    const stack = edge({ domain: DOMAIN });
    expect(of(stack, "aws_lb")).toMatchObject([
      [
        "hosts_balancer",
        { subnets: ["a", "b"].map((slot) => state("network", `public_subnet_ids.${slot}`)), name: "demo" },
      ],
    ]);
    expect(output(stack, "load_balancer_address")).toBe(address);
  });

  it("leave the record of the domain to people, where no zone is named", () => {
    const stack = edge({ domain: DOMAIN }, hosts);
    expect(of(stack, "aws_route53_record")).toEqual([]);
    expect(output(stack, "dns_records")).toEqual({ [`*.${DOMAIN}`]: address });
  });

  it("have the record of the domain, where a zone is named (INF-16)", () => {
    const stack = edge({ domain: DOMAIN, aws: { hostedZone: "Z0123456789ABCDEFGHIJ" } }, hosts);
    expect(of(stack, "aws_route53_record")).toMatchObject([
      [
        "wildcard",
        {
          zone_id: "Z0123456789ABCDEFGHIJ",
          name: `*.${DOMAIN}`,
          type: "A",
          alias: { name: address, zone_id: "${aws_lb.hosts_balancer.zone_id}" },
        },
      ],
    ]);
    expect(output(stack, "dns_records")).toEqual({});
  });

  it("beyond the domain are left to those who own them, whatever zone is named", () => {
    const beyond = { pilot: [{ component: "ui", host: "risk.bank.example" }, ...hosts.pilot] };
    const place = { domain: DOMAIN, hosts: ["risk.bank.example"], aws: { hostedZone: "Z0123456789ABCDEFGHIJ" } };
    expect(output(edge(place, beyond), "dns_records")).toEqual({ "risk.bank.example": address });
  });

  it("beyond the domain need no domain", () => {
    const stack = edge({ hosts: ["risk.bank.example"] }, { pilot: [{ component: "ui", host: "risk.bank.example" }] });
    expect(output(stack, "dns_records")).toEqual({ "risk.bank.example": address });
  });

  it("are served in each zone that has nodes, by the workers of each node group", () => {
    const zone = (block: number) => ({ public: `192.168.${block}.0/20`, private: `192.168.${block + 128}.0/20` });
    const stack = edge({
      domain: DOMAIN,
      aws: {
        network: { zones: { a: zone(0), b: zone(16), c: zone(32) } },
        nodes: { default: {}, "zone-c": { zones: ["c"], min: 1, initial: 1, max: 1 } },
      },
    });
    expect(of(stack, "aws_lb")).toMatchObject([
      ["hosts_balancer", { subnets: ["a", "b", "c"].map((slot) => state("network", `public_subnet_ids.${slot}`)) }],
    ]);
    const groups = of(stack, "aws_autoscaling_attachment").map(([, { autoscaling_group_name: group }]) => group);
    expect(new Set(groups)).toEqual(
      new Set([state("nodes", "autoscaling_group_names.default"), state("nodes", 'autoscaling_group_names["zone-c"]')]),
    );
  });

  it("keep their load balancer until its protection is off", () => {
    const protection = (aws: object) => of(edge({ domain: DOMAIN, aws }), "aws_lb")[0]?.[1].lifecycle;
    expect([protection({}), protection({ deletionProtection: false })]).toEqual([
      { prevent_destroy: true },
      { prevent_destroy: false },
    ]);
  });
});
