import { DATASET_LABEL } from "./labels";

/**
 * Keeps pods that mount the same volumes of one node to one node: the first goes anywhere, the others follow it.
 *
 * @param datasets those that take one node at a time
 */
export function sameNode(datasets: readonly string[]) {
  if (datasets.length === 0) return undefined;
  return {
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: datasets.map((dataset) => ({
        topologyKey: "kubernetes.io/hostname",
        labelSelector: [{ matchExpressions: [{ key: `${DATASET_LABEL}${dataset}`, operator: "Exists" }] }],
      })),
    },
  };
}
