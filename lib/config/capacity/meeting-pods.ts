import type { SandboxDescription } from "../sandbox/sandbox";
import { volumeGroupOf } from "../sandbox/volume-groups";
import { type PodUsage, podsOf } from "./sandbox-usage";

/** Pods that share volumes of one node, and so have to fit on one together: only where there are several. */
export function meetingPods(sandbox: SandboxDescription): PodUsage[][] {
  const groups = new Map<string, PodUsage[]>();
  for (const pod of podsOf(sandbox)) {
    const component = Object.hasOwn(sandbox.components, pod.name) ? sandbox.components[pod.name] : undefined;
    const group = component && volumeGroupOf(component, sandbox);
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), pod]);
  }
  return [...groups.values()].filter((pods) => pods.length > 1);
}
