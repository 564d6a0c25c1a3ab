import type { ChartName } from "../versions";

/** The charts of the platform by the names that they have themselves. */
export const PLATFORM_CHARTS = {
  "cert-manager": "certManager",
  "cluster-autoscaler": "clusterAutoscaler",
  "csi-driver-nfs": "csiDriverNfs",
  "metrics-server": "metricsServer",
  "openstack-cinder-csi": "cinderCsi",
  traefik: "traefik",
} as const satisfies Readonly<Record<string, ChartName>>;

/** The name of a chart of the platform. */
export type PlatformChart = keyof typeof PLATFORM_CHARTS;
