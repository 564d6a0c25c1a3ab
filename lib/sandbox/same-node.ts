import { VOLUMES_LABEL } from "./labels";

/**
 * Keeps pods that share volumes of one node to one node: the first goes anywhere, the others follow it. One label for the
 * whole group, as the scheduler counts only pods that match every term.
 *
 * @param group the group of volumes; undefined for pods that mount none
 */
export function sameNode(group: string | undefined) {
  if (group === undefined) return undefined;
  return {
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        {
          topologyKey: "kubernetes.io/hostname",
          labelSelector: [{ matchLabels: { [VOLUMES_LABEL]: group } }],
        },
      ],
    },
  };
}
