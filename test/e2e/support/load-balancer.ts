import { z } from "zod";
import type { Moto } from "./moto";

const balancers = z.object({
  LoadBalancers: z.array(
    z.object({
      LoadBalancerArn: z.string(),
      LoadBalancerName: z.string(),
      DNSName: z.string(),
      Type: z.string(),
      AvailabilityZones: z.array(z.object({ SubnetId: z.string() })),
    }),
  ),
});
const listeners = z.object({
  Listeners: z.array(
    z.object({
      Port: z.number(),
      Protocol: z.string(),
      DefaultActions: z.array(z.object({ TargetGroupArn: z.string() })),
    }),
  ),
});
const targetGroups = z.object({
  TargetGroups: z.array(z.object({ TargetGroupArn: z.string(), Port: z.number(), Protocol: z.string() })),
});
const groups = z.object({ AutoScalingGroups: z.array(z.object({ TargetGroupARNs: z.array(z.string()) })) });

/** All load balancers. */
export async function loadBalancers(moto: Moto) {
  return (await moto.ask(balancers, "elbv2", "describe_load_balancers")).LoadBalancers;
}

/** All target groups. */
export async function allTargetGroups(moto: Moto) {
  return (await moto.ask(targetGroups, "elbv2", "describe_target_groups")).TargetGroups;
}

/** For each port of a load balancer: the port of its targets, and the target group. */
export async function listenersOf(moto: Moto, LoadBalancerArn: string) {
  const { Listeners } = await moto.ask(listeners, "elbv2", "describe_listeners", { LoadBalancerArn });
  const targets = await allTargetGroups(moto);
  return Listeners.map(({ Port, Protocol, DefaultActions: [action] }) => {
    const group = targets.find(({ TargetGroupArn }) => TargetGroupArn === action?.TargetGroupArn);
    return { port: Port, protocol: Protocol, targetPort: group?.Port, targetGroup: group?.TargetGroupArn };
  }).sort((a, b) => a.port - b.port);
}

/** The target groups that the machines of an Auto Scaling group join. */
export async function targetGroupsOf(moto: Moto, autoscalingGroup: string): Promise<string[]> {
  const question = { AutoScalingGroupNames: [autoscalingGroup] };
  const { AutoScalingGroups } = await moto.ask(groups, "autoscaling", "describe_auto_scaling_groups", question);
  return AutoScalingGroups.flatMap(({ TargetGroupARNs }) => TargetGroupARNs);
}
