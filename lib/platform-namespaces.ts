/** Names of the platform's namespaces that others may have taken in a cluster which is not the testbed's alone. */
export interface PlatformNames {
  /** Of the ingress controller. */
  readonly ingress: string;
  /** Of the drivers of volumes: their pods mount on the node, which no Pod Security level but `privileged` lets them. */
  readonly storage: string;
  /** Of the autoscaler and metrics-server. */
  readonly autoscaling: string;
}

/** The names in a cluster of the testbed's own; that of the ingress controller is the documents' (INF-15). */
export const OWN_NAMES: PlatformNames = { ingress: "ingress-nginx", storage: "storage", autoscaling: "platform" };

/** The names in a cluster that was there before: `ingress-nginx`, above all, is often taken. */
export const GUEST_NAMES: PlatformNames = {
  ingress: "testbed-ingress",
  storage: "testbed-storage",
  autoscaling: "testbed-platform",
};

/** Parts of the platform that act at the cloud by their service accounts: the same names on every target. */
export const PLATFORM = {
  certificates: { namespace: "cert-manager", serviceAccount: "cert-manager" },
  autoscaler: { namespace: OWN_NAMES.autoscaling, serviceAccount: "cluster-autoscaler" },
} as const;
