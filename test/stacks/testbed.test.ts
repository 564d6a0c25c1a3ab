import { describe, expect, it } from "vitest";
import { FOREIGN_MARKS } from "../../lib/foreign-marks";
import { PROGRAMS } from "../support/programs";
import type { Synthesized } from "../support/synth";

const programs = new Map<string, Synthesized>();
function program(name: string): Synthesized {
  const known = programs.get(name) ?? PROGRAMS[name]?.();
  if (!known) throw new Error(`There is no program ${name}.`);
  programs.set(name, known);
  return known;
}

/** A sandbox of the blueprint whose file opens the internet. */
const OPEN_TO_THE_INTERNET = "blueprint-pilot13";

const stack = (name: string, id: string) => {
  const json = program(name).stacks[id];
  if (!json) throw new Error(`There is no stack ${id}.`);
  return json;
};

describe("the stacks of a testbed on AWS", () => {
  it("are deployed in order, also those joined by their states alone", () => {
    const dependencies = program("reference").manifest.map(({ name, dependencies: after }) => [name, after]);
    expect(Object.fromEntries(dependencies)).toMatchObject({
      "infinitech-bp-network": [],
      "infinitech-bp-cluster": ["infinitech-bp-network"],
      "infinitech-bp-nodes": ["infinitech-bp-network", "infinitech-bp-cluster"],
      "infinitech-bp-platform": ["infinitech-bp-network", "infinitech-bp-cluster", "infinitech-bp-nodes"],
      "infinitech-bp-pilot2": [
        "infinitech-bp-network",
        "infinitech-bp-cluster",
        "infinitech-bp-nodes",
        "infinitech-bp-platform",
      ],
      "infinitech-bp-pilot2-app": ["infinitech-bp-pilot2"],
    });
  });

  it("open the way in last: the edge waits for the platform and the frame of every sandbox, and for no app", () => {
    for (const name of ["reference", "blueprint"]) {
      const { manifest } = program(name);
      const apps = manifest.filter(({ name: id }) => id.endsWith("-app"));
      const frames = apps.map(({ name: id }) => id.replace(/-app$/, ""));
      const edge = manifest.find(({ name: id }) => id.endsWith("-edge"));
      const prefix = edge?.name.replace(/-edge$/, "");
      expect(frames.length).toBeGreaterThan(1);
      expect(new Set(edge?.dependencies)).toEqual(
        new Set([...["network", "cluster", "nodes", "platform"].map((id) => `${prefix}-${id}`), ...frames]),
      );
    }
  });

  it("keep their states outside of the output folder, by a path that is the same on every machine (rule 14)", () => {
    expect(stack("reference", "infinitech-bp-network").terraform.backend.local?.path).toMatch(
      /terraform-state\/infinitech-bp-network\.tfstate$/,
    );
    expect(stack("reference", "infinitech-bp-network").terraform.backend.local?.path).not.toMatch(/^\//);
  });

  it("keep their states in S3 where a place says so, encrypted and locked by a file", () => {
    expect(stack("node-groups", "node-groups-cluster").terraform.backend.s3).toMatchObject({
      bucket: "infinitech-state",
      key: "node-groups-cluster.tfstate",
      region: "eu-west-1",
      encrypt: true,
      kms_key_id: "alias/state",
      use_lockfile: true,
    });
    expect(stack("node-groups", "node-groups-nodes").data?.terraform_remote_state?.cluster).toMatchObject({
      backend: "s3",
      config: { bucket: "infinitech-state", key: "node-groups-cluster.tfstate", region: "eu-west-1" },
    });
  });

  it("ask for the tested ranges of Terraform and its providers", () => {
    const { terraform } = stack("reference", "infinitech-bp-nodes");
    expect(terraform.required_version).toBe(">= 1.11.0");
    expect(terraform.required_providers).toMatchObject({
      aws: { version: ">= 5.100.0, < 7.0.0" },
      helm: { version: ">= 3.1.1, < 4.0.0" },
    });
  });

  it("ask for the provider versions that a place pins", () => {
    for (const id of ["network", "cluster", "nodes"]) {
      expect(stack("node-groups", `node-groups-${id}`).terraform.required_providers).toMatchObject({
        aws: { version: "5.100.0" },
      });
    }
  });

  it("tag everything with the testbed, and with what a place adds", () => {
    expect(stack("node-groups", "node-groups-network").provider?.aws).toMatchObject([
      { default_tags: [{ tags: { testbed: "node-groups", "cost-centre": "4711" } }] },
    ]);
  });

  it("have no Kubernetes or Helm provider where the cluster is made", () => {
    expect(Object.keys(stack("reference", "infinitech-bp-cluster").provider ?? {})).toEqual(["aws"]);
  });

  it("put no token, key or kubeconfig into a state", () => {
    for (const [name, json] of Object.entries(program("reference").stacks)) {
      const text = JSON.stringify(json);
      expect(text).not.toMatch(/aws_eks_cluster_auth|"token":|kubeconfig|secret_key"/);
      // The tools are told where passwords are; theirs are looked for where the real ones are known (`test/e2e/devops.e2e.ts`).
      if (!name.endsWith("-devops")) expect(text).not.toMatch(/password/);
    }
  });

  it("open the API to the named sources", () => {
    expect(Object.values(stack("reference", "infinitech-bp-cluster").resource?.aws_eks_cluster ?? {})).toMatchObject([
      { vpc_config: { endpoint_public_access: true, public_access_cidrs: ["203.0.113.0/24"] } },
    ]);
  });

  it("keep the public endpoint closed where only private sources are named, and let those in", () => {
    const json = stack("existing-network", "existing-network-cluster");
    expect(Object.values(json.resource?.aws_eks_cluster ?? {})).toMatchObject([
      { vpc_config: { endpoint_public_access: false } },
    ]);
    expect(Object.values(json.resource?.aws_vpc_security_group_ingress_rule ?? {})).toMatchObject([
      { cidr_ipv4: "10.8.0.0/24", from_port: 443 },
    ]);
  });

  it("open the API to the world only where a place says anywhere", () => {
    expect(Object.values(stack("node-groups", "node-groups-cluster").resource?.aws_eks_cluster ?? {})).toMatchObject([
      { vpc_config: { public_access_cidrs: ["0.0.0.0/0"] } },
    ]);
  });
});

describe("a third zone", () => {
  it("leaves the cluster as it was: EKS takes no zone later than at creation", () => {
    const of = (name: string, id: string) =>
      Object.values(stack(name, id).resource?.aws_eks_cluster ?? {})[0]?.vpc_config;
    const network = (kind: string, slot: string) =>
      `\${data.terraform_remote_state.network.outputs.${kind}_subnet_ids.${slot}}`;
    const subnets = ["public", "private"].flatMap((kind) => ["a", "b"].map((slot) => network(kind, slot)));
    expect(of("three-zones", "three-zones-cluster")).toMatchObject({ subnet_ids: subnets });
    expect(of("reference", "infinitech-bp-cluster")).toMatchObject({ subnet_ids: subnets });
  });

  it("holds nodes in a group of its own", () => {
    expect(stack("three-zones", "three-zones-nodes").resource?.aws_eks_node_group).toMatchObject({
      "nodes_group_zone-c_nodes": {
        subnet_ids: ["${data.terraform_remote_state.network.outputs.private_subnet_ids.c}"],
      },
    });
  });
});

describe("a testbed on the network of another (INF-2)", () => {
  const id = "second-network";

  it("makes an entry and a control-plane security group of its own, and no network", () => {
    expect(Object.keys(stack("shared-network-second", id).resource ?? {}).sort()).toEqual([
      "aws_eip",
      "aws_network_interface",
      "aws_security_group",
    ]);
  });

  it("publishes the other's network as its own", () => {
    expect(stack("shared-network-second", id).output?.network_id).toMatchObject({
      value: "${data.terraform_remote_state.first-network.outputs.network_id}",
    });
  });

  it("does not wait for stacks of another program", () => {
    expect(program("shared-network-second").manifest.find(({ name }) => name === id)?.dependencies).toEqual([]);
  });
});

describe("a testbed in an existing VPC", () => {
  it("makes its entry and the control-plane security group, and publishes what it was given", () => {
    const json = stack("existing-network", "existing-network-network");
    expect(Object.keys(json.resource ?? {}).sort()).toEqual(["aws_eip", "aws_network_interface", "aws_security_group"]);
    expect(json.output).toMatchObject({
      network_id: { value: "${data.aws_vpc.network_vpc.id}" },
      network_cidrs: { value: ["10.20.0.0/16"] },
      private_subnet_ids: {
        value: { a: "${data.aws_subnet.network_private-a.id}", b: "${data.aws_subnet.network_private-b.id}" },
      },
    });
  });

  it("checks at plan what a cluster needs of it", () => {
    const json = stack("existing-network", "existing-network-network");
    const conditions = [...Object.values(json.data?.aws_vpc ?? {}), ...Object.values(json.data?.aws_subnet ?? {})].map(
      ({ lifecycle }) => JSON.stringify(lifecycle),
    );
    expect(conditions).toHaveLength(5);
    expect(conditions[0]).toContain("self.enable_dns_hostnames");
    expect(conditions.filter((condition) => condition.includes("self.vpc_id"))).toHaveLength(4);
    expect(conditions.filter((condition) => condition.includes("self.availability_zone"))).toHaveLength(2);
  });
});

describe("the sandboxes of a testbed", () => {
  it("have a frame that reads the network and the cluster, and logs in by a program", () => {
    expect(Object.keys(stack("reference", "infinitech-bp-pilot2").data?.terraform_remote_state ?? {}).sort()).toEqual([
      "cluster",
      "network",
    ]);
    expect(stack("reference", "infinitech-bp-pilot2").provider?.kubernetes).toMatchObject([
      { exec: [{ args: "${data.terraform_remote_state.cluster.outputs.login_arguments}" }] },
    ]);
  });

  it("have an app that reads no state of others, and takes its connection from whoever deploys it", () => {
    const app = stack("reference", "infinitech-bp-pilot2-app");
    expect(app.data?.terraform_remote_state).toBeUndefined();
    const { ignoreAnnotations: ignore_annotations, ignoreLabels: ignore_labels } = FOREIGN_MARKS;
    expect(app.provider).toEqual({ kubernetes: [{ ignore_annotations, ignore_labels }] });
  });

  it("admit what comes through node ports from the bastion's private address alone (rule 13)", () => {
    const policy = stack("reference", "infinitech-bp-pilot2").resource?.kubernetes_network_policy_v1?.[
      "frame_isolation_node-port-lx-kafka-9092"
    ];
    expect(policy?.spec).toMatchObject({
      ingress: [
        {
          from: [{ ip_block: { cidr: "${data.terraform_remote_state.network.outputs.entry_private_address}/32" } }],
          ports: [{ port: "9092", protocol: "TCP" }],
        },
      ],
    });
  });

  it("never reach metadata, pods, services or machines by way of the internet (rule 16)", () => {
    const policy = stack("blueprint", OPEN_TO_THE_INTERNET).resource?.kubernetes_network_policy_v1
      ?.frame_isolation_outside;
    expect(JSON.stringify(policy)).toContain(
      JSON.stringify(
        '${concat(["169.254.0.0/16", "10.42.0.0/16", "172.20.0.0/16"], data.terraform_remote_state.network.outputs.network_cidrs)}',
      ),
    );
  });

  it("make sure that the cluster is the right one before they plan an app", () => {
    const [facts] = Object.values(stack("reference", "infinitech-bp-pilot2-app").data?.kubernetes_config_map_v1 ?? {});
    expect(facts?.lifecycle).toMatchObject({
      postcondition: [
        { condition: '${try(self.data["testbed"], "") == "infinitech-bp"}' },
        {
          condition:
            '${alltrue([for key in ["advertised.lx-kafka.advertised.url","registry"] : contains(keys(self.data), key)])}',
        },
      ],
    });
  });

  it("give their roles to the groups that the log-in of the members puts them into", () => {
    const cluster = Object.values(program("blueprint").stacks).find(({ resource }) => resource?.aws_eks_access_entry);
    const entries = Object.values(cluster?.resource?.aws_eks_access_entry ?? {});
    const groups = entries.flatMap(({ kubernetes_groups: names }) => (names as string[] | undefined) ?? []);
    const bindings = Object.values(program("blueprint").stacks).flatMap(({ resource }) =>
      Object.values(resource?.kubernetes_role_binding_v1 ?? {}),
    );
    const subjects = bindings.flatMap(({ subject }) => (subject as { name: string }[]).map(({ name }) => name));
    expect(groups.length).toBeGreaterThan(0);
    expect(groups.filter((group) => !subjects.includes(group))).toEqual([]);
  });

  it("have no app where a partner describes it elsewhere", () => {
    const names = program("partner-admin").manifest.map(({ name }) => name);
    expect(names).toContain("infinitech-bp-pilot2");
    expect(names).not.toContain("infinitech-bp-pilot2-app");
  });
});
