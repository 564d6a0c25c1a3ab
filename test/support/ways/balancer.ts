import { originOf, type Stacks } from "./references";

/** Where the load balancer hands on what comes in. */
export interface Balanced {
  /** Port of the workers. */
  readonly nodePort: number;
  /** Whether it says in front of each connection who the client is. */
  readonly proxyProtocol: boolean;
}

/** Where the load balancer hands on what comes in on a port: to a port of the workers, and to none where it does not listen. */
export function readBalancer(stacks: Stacks): (port: number) => Balanced | undefined {
  const ports = new Map<number, Balanced>();
  for (const [stack, { resource = {} }] of Object.entries(stacks)) {
    const attached = Object.values(resource.aws_autoscaling_attachment ?? {});
    for (const [id, { port, default_action }] of Object.entries(resource.aws_lb_listener ?? {})) {
      const [action, ...more] = default_action as { type: string; target_group_arn: string }[];
      if (action?.type !== "forward" || more.length > 0) throw new Error(`${id} does not just forward`);
      const name = /^\$\{aws_lb_target_group\.([\w-]+)\.arn\}$/.exec(action.target_group_arn)?.[1] ?? "";
      const targets = resource.aws_lb_target_group?.[name];
      if (targets?.target_type !== "instance" || targets.preserve_client_ip !== "false") {
        throw new Error(`${id} does not lead to machines that see the balancer`);
      }
      const workers = attached
        .filter(({ lb_target_group_arn }) => lb_target_group_arn === action.target_group_arn)
        .map(({ autoscaling_group_name }) => originOf(stacks, stack, autoscaling_group_name));
      if (!workers.some((group) => group.includes("aws_eks_node_group"))) continue;
      ports.set(Number(port), {
        nodePort: Number(targets.port),
        proxyProtocol: targets.proxy_protocol_v2 === true,
      });
    }
  }
  return (port) => ports.get(port);
}
