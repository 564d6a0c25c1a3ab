import type { ChartName } from "../versions";
import { certManagerValues } from "./values/cert-manager";
import type { ChartValues } from "./values/chart-values";
import { clusterAutoscalerValues } from "./values/cluster-autoscaler";
import { csiDriverNfsValues } from "./values/csi-driver-nfs";
import { metricsServerValues } from "./values/metrics-server";
import { traefikValues } from "./values/traefik";

/** The charts of the platform by the names that they have themselves. */
export const PLATFORM_CHARTS = {
  "cert-manager": "certManager",
  "cluster-autoscaler": "clusterAutoscaler",
  "csi-driver-nfs": "csiDriverNfs",
  "metrics-server": "metricsServer",
  traefik: "traefik",
} as const satisfies Readonly<Record<string, ChartName>>;

/** The name of a chart of the platform. */
export type PlatformChart = keyof typeof PLATFORM_CHARTS;

/** What stands for a name that only the target knows. */
const NAME = "...";

/** What the testbed sets in a chart of the platform, with something in place of what only the place and its target know. */
export function chosenValues(chart: PlatformChart): ChartValues {
  const mirror = { images: NAME };
  switch (chart) {
    case "cert-manager":
      return certManagerValues({ identity: {}, mirror });
    case "cluster-autoscaler":
      return clusterAutoscalerValues({
        provider: NAME,
        clusterName: NAME,
        environment: {},
        identity: {},
        imageTag: NAME,
        mirror,
      });
    case "csi-driver-nfs":
      return csiDriverNfsValues({ mirror });
    case "metrics-server":
      return metricsServerValues({ mirror });
    case "traefik":
      return traefikValues({ entryNetworks: [], mirror });
  }
}
