import type { Description } from "../checks/check";
import { bytesOf, millicores } from "../sandbox/quantity";
import { type Amounts, sum, times } from "./amounts";
import { allocatableOf } from "./ec2-instance";
import { platformRequests } from "./platform-requests";
import { reservedBy } from "./sandbox-usage";

/** One line of the sum: what it is, and what it gives or takes. */
export interface CapacityLine {
  readonly name: string;
  readonly amounts: Amounts;
}

/** What the nodes of a testbed have at their maximum, and who reserves how much of it. */
export interface TestbedCapacity {
  readonly nodes: readonly CapacityLine[];
  readonly reserved: readonly CapacityLine[];
  readonly left: Amounts;
  /** What pods may ask for on a node, the sizes with the most memory first. */
  readonly sizes: readonly Amounts[];
  /** Instance types whose size is not known; the sum then says nothing. */
  readonly unknown: readonly string[];
}

/** Requests of the EBS driver on every node (its chart: 3 containers of 10m and 40Mi). */
const DRIVER_ON_NODE = { cpu: 30, memory: 3 * bytesOf("40Mi") };

/** Requests of CoreDNS (its manifest: 2 pods of 100m and 70Mi), EBS controller (2 pods of 6 containers). */
const ADD_ONS = sum([
  times({ cpu: millicores("100m"), memory: bytesOf("70Mi") }, 2),
  times({ cpu: millicores("10m"), memory: bytesOf("40Mi") }, 12),
]);

/** Holds the quotas of all sandboxes, and what every cluster runs, against the node groups at their maximum. */
export function capacityOf({
  testbed,
  place,
  sandboxes,
}: Pick<Description, "place" | "sandboxes"> & Partial<Pick<Description, "testbed">>): TestbedCapacity {
  const groups = Object.entries(place.aws.nodes)
    // A tainted group takes no pods of sandboxes.
    .filter(([, { taints }]) => taints.every(({ effect }) => effect === "PreferNoSchedule"))
    .map(([name, { instance, max }]) => ({ name, instance, max, allocatable: allocatableOf(instance) }));
  const nodes = groups.map(({ name, instance, max, allocatable }) => ({
    name: `${name}: ${max} x ${instance}`,
    amounts: times(allocatable ?? { cpu: 0, memory: 0 }, max),
  }));
  const count = groups.reduce((all, { max }) => all + max, 0);
  const reserved = [
    { name: "the add-ons", amounts: sum([ADD_ONS, times(DRIVER_ON_NODE, count)]) },
    { name: "the platform", amounts: platformRequests(count, testbed?.platform.values) },
    ...Object.entries(sandboxes).map(([name, sandbox]) => ({ name, amounts: reservedBy(sandbox) })),
  ];
  const has = sum(nodes.map(({ amounts }) => amounts));
  const takes = sum(reserved.map(({ amounts }) => amounts));
  const sizes = new Map(groups.flatMap(({ instance, allocatable }) => (allocatable ? [[instance, allocatable]] : [])));
  return {
    nodes,
    reserved,
    left: { cpu: has.cpu - takes.cpu, memory: has.memory - takes.memory },
    sizes: [...sizes.values()].sort((a, b) => b.memory - a.memory || b.cpu - a.cpu),
    unknown: [...new Set(groups.flatMap(({ instance, allocatable }) => (allocatable ? [] : [instance])))],
  };
}
