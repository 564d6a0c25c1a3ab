import type { Block } from "../synth";
import type { GroupRule } from "./group-rules";
import { originOf, type Stacks } from "./references";

/** The security groups that the machines of a testbed carry. */
export interface Carriers {
  readonly bastion: readonly string[];
  readonly workers: readonly string[];
  readonly controlPlane: readonly string[];
  readonly balancer: readonly string[];
  /** The server of volumes that many nodes write to. */
  readonly files: readonly string[];
}

/** Finds who carries which group, from the resources that make the machines. */
export function carriersOf(stacks: Stacks): Carriers {
  const all = (type: string) =>
    Object.entries(stacks).flatMap(([stack, { resource }]) =>
      Object.entries(resource?.[type] ?? {}).map(([name, body]) => ({ stack, name, body })),
    );
  const one = (type: string) => {
    const [found, ...others] = all(type);
    if (found === undefined || others.length > 0) throw new Error(`There is not one ${type}.`);
    return found;
  };
  const groups = (stack: string, list: unknown) => (list as unknown[]).map((value) => originOf(stacks, stack, value));
  for (const type of ["aws_instance", "aws_launch_template"]) {
    const own = all(type).find(({ body }) => "vpc_security_group_ids" in body || "security_group_names" in body);
    if (own !== undefined) throw new Error(`${type}.${own.name} has groups of its own, which are not read`);
  }
  const cluster = one("aws_eks_cluster");
  const workers = [`${cluster.stack}: aws_eks_cluster.${cluster.name}.vpc_config[0].cluster_security_group_id`];
  const card = entryOf(stacks, one("aws_instance"));
  const balancer = one("aws_lb");
  return {
    bastion: groups(card.stack, card.body.security_groups),
    workers,
    controlPlane: [
      ...groups(cluster.stack, (cluster.body.vpc_config as Block | undefined)?.security_group_ids),
      ...workers,
    ],
    balancer: groups(balancer.stack, balancer.body.security_groups),
    files: [...new Set(all("aws_efs_mount_target").flatMap(({ stack, body }) => groups(stack, body.security_groups)))],
  };
}

/**
 * The rules that EKS gives the group of the workers when it makes it ("View Amazon EKS security group requirements for clusters",
 * Amazon EKS user guide).
 */
export function rulesOfEks(workers: readonly string[]): GroupRule[] {
  const all = { protocol: "all", first: 0, last: 65535 } as const;
  return workers.flatMap((group) => [
    { group, direction: "ingress" as const, ...all, peer: { group } },
    { group, direction: "egress" as const, ...all, peer: { network: "0.0.0.0/0" } },
  ]);
}

/** The network interface that an instance takes over. */
function entryOf(stacks: Stacks, { stack, body }: { stack: string; body: Block }): { stack: string; body: Block } {
  const [first] = (body.network_interface as Block[] | undefined) ?? [];
  const origin = originOf(stacks, stack, first?.network_interface_id);
  const [, owner = "", name = ""] = /^(.+): aws_network_interface\.([\w-]+)\.id$/.exec(origin) ?? [];
  const found = stacks[owner]?.resource?.aws_network_interface?.[name];
  if (found === undefined) throw new Error(`${origin} is no network interface of these stacks`);
  return { stack: owner, body: found };
}
