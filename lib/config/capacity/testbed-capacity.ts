import type { Description } from "../checks/check";
import { platformFeatures } from "../platform-features";
import { type Amounts, NOTHING, sum, times } from "./amounts";
import { devopsRequests } from "./devops-requests";
import { addOns, nodeKinds } from "./node-kinds";
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

/** Holds the quotas of all sandboxes, and what every cluster runs, against the node groups at their maximum. */
export function capacityOf({
  testbed,
  place,
  sandboxes,
}: Pick<Description, "place" | "sandboxes"> & Partial<Pick<Description, "testbed">>): TestbedCapacity {
  const kinds = nodeKinds(place);
  const nodes = kinds.map(({ name, machine, count, allocatable = NOTHING }) => ({
    name: machine === undefined ? `${count} x ${name}` : `${name}: ${count} x ${machine}`,
    amounts: times(allocatable, count),
  }));
  const count = kinds.reduce((all, kind) => all + kind.count, 0);
  const reserved = [
    ...(place.existing ? [] : [{ name: "the add-ons", amounts: addOns(place, count) }]),
    { name: "the platform", amounts: platformRequests(count, platformFeatures(place), testbed?.platform.values) },
    ...Object.entries(testbed ? devopsRequests(testbed) : {}).map(([name, amounts]) => ({ name, amounts })),
    ...Object.entries(sandboxes).map(([name, sandbox]) => ({ name, amounts: reservedBy(sandbox) })),
  ];
  const has = sum(nodes.map(({ amounts }) => amounts));
  const takes = sum(reserved.map(({ amounts }) => amounts));
  const sizes = new Map(kinds.flatMap(({ allocatable: one }) => (one ? [[`${one.cpu} ${one.memory}`, one]] : [])));
  return {
    nodes,
    reserved,
    left: { cpu: has.cpu - takes.cpu, memory: has.memory - takes.memory },
    sizes: [...sizes.values()].sort((a, b) => b.memory - a.memory || b.cpu - a.cpu),
    unknown: [...new Set(kinds.flatMap(({ name, machine = name, allocatable }) => (allocatable ? [] : [machine])))],
  };
}
