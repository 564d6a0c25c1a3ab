import type { SandboxDescription } from "../sandbox/sandbox";
import { type PodUsage, podsOf } from "./sandbox-usage";

/** Pods that mount volumes of one node in common, by chains of them too, and so have to fit on one node together. */
export function meetingPods(sandbox: SandboxDescription): PodUsage[][] {
  const groups: { datasets: Set<string>; components: string[] }[] = [];
  for (const [name, { mounts }] of Object.entries(sandbox.components)) {
    const mounted = Object.keys(mounts).filter((dataset) => {
      const description = sandbox.datasets[dataset];
      return description !== undefined && !description.shared && !description.perReplica;
    });
    if (mounted.length === 0) continue;
    const joined = groups.filter(({ datasets }) => mounted.some((dataset) => datasets.has(dataset)));
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push({
      datasets: new Set([...mounted, ...joined.flatMap(({ datasets }) => [...datasets])]),
      components: [...joined.flatMap(({ components }) => components), name],
    });
  }
  const pods = podsOf(sandbox);
  return groups
    .filter(({ components }) => components.length > 1)
    .map(({ components }) => pods.filter(({ name }) => components.includes(name)));
}
