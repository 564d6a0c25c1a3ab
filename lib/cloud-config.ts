/** Where the credential stands in a cluster by which its parts act at OpenStack: the cloud controller, the driver of volumes. */
export const CLOUD_CONFIG = { namespace: "kube-system", name: "cloud-config", key: "cloud.conf" } as const;
