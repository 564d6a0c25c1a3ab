/** The namespaces of the platform, and the service accounts in them that act at the cloud: the same names on every target. */
export const PLATFORM = {
  certificates: { namespace: "cert-manager", serviceAccount: "cert-manager" },
  autoscaler: { namespace: "platform", serviceAccount: "cluster-autoscaler" },
  metrics: { namespace: "platform" },
  /** Drivers of volumes: their pods mount on the node, which no Pod Security level but `privileged` lets them. */
  storage: { namespace: "storage" },
} as const;
