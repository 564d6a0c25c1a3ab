/** Who the processes of a pod run as. */
export interface User {
  /** User id. Default: that of the image */
  readonly id?: number | undefined;
  /** Group id of files in volumes. */
  readonly group: number;
}

/** Lets processes that are not root listen on ports below 1024; Pod Security "restricted" admits it. */
export const LOW_PORTS = { name: "net.ipv4.ip_unprivileged_port_start", value: "0" };

/**
 * What every pod has in common. `runAsNonRoot` is always said: the Kubernetes provider writes `false` for what is left
 * out, and Pod Security "restricted" then refuses the pod.
 */
export function lockedPod({ id, group }: User, root = false) {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: !root,
      runAsUser: id === undefined ? undefined : String(id),
      runAsGroup: id === undefined ? undefined : String(group),
      fsGroup: String(group),
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
  };
}

/** The security of a container that is freed from nothing. */
export const LOCKED_CONTAINER = {
  runAsNonRoot: true,
  readOnlyRootFilesystem: true,
  allowPrivilegeEscalation: false,
  privileged: false,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};
