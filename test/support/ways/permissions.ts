import type { WaysIn } from "./ways-in";

/** Ranges wider than this are told by their ends. */
const WIDE = 100;

/** Every permission of every security group, such as `the bastion from 203.0.113.0/26 on tcp 30040`, without what EKS adds itself. */
export function permissionsOf({ ownRules, carriers }: WaysIn): string[] {
  const names = new Map([
    ...carriers.controlPlane.map((group) => [group, "the control plane"] as const),
    ...carriers.workers.map((group) => [group, "the workers"] as const),
    ...carriers.bastion.map((group) => [group, "the bastion"] as const),
    ...carriers.balancer.map((group) => [group, "the load balancer"] as const),
    ...carriers.files.map((group) => [group, "the shared volumes"] as const),
  ]);
  const nameOf = (group: string) => names.get(group) ?? group;
  const all = ownRules.flatMap(({ group, direction, protocol, first, last, peer }) => {
    const other = "group" in peer ? nameOf(peer.group) : peer.network;
    const ports =
      last - first > WIDE
        ? [`${first}-${last}`]
        : Array.from({ length: last - first + 1 }, (_, index) => first + index);
    return ports.map((port) => permission(nameOf(group), direction, other, port, protocol));
  });
  return all.sort();
}

/** One permission in words. */
export function permission(
  group: string,
  direction: "ingress" | "egress",
  other: string,
  port: number | string,
  protocol = "tcp",
): string {
  return `${group} ${direction === "ingress" ? "from" : "to"} ${other} on ${protocol} ${port}`;
}
