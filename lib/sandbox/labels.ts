/** Label of what belongs to the frame of a sandbox: only who may delete its quota may change it. */
export const FRAME_LABEL = "testbed-blueprint/frame";

/** Label of pods that mount volumes of one node: those of one group of volumes keep to one node. */
export const VOLUMES_LABEL = "testbed-blueprint/volumes";

/** The label of a pod in a group of those that share volumes of one node; none where it is in no group. */
export function volumesLabel(group: string | undefined): Record<string, string> {
  return group === undefined ? {} : { [VOLUMES_LABEL]: group };
}

/** Label of the pods of a component, as Kubernetes recommends it. */
export const COMPONENT_LABEL = "app.kubernetes.io/name";

/** Label that Kubernetes gives the pod of one replica of a StatefulSet. */
export const POD_NAME_LABEL = "statefulset.kubernetes.io/pod-name";

/** The labels of everything in the frame of a sandbox. */
export function frameLabels(sandbox: string): Record<string, string> {
  return {
    "app.kubernetes.io/part-of": sandbox,
    "app.kubernetes.io/managed-by": "testbed-blueprint",
    [FRAME_LABEL]: sandbox,
  };
}

/** The labels of everything that belongs to a component. */
export function componentLabels(sandbox: string, component: string): Record<string, string> {
  return { [COMPONENT_LABEL]: component, "app.kubernetes.io/part-of": sandbox };
}
