import type { ChartVersion } from "../../../lib/versions";

/** The chart of Cilium that RKE2 brings along: the same for each of our versions (`charts/chart_versions.yaml` of rancher/rke2). */
export const RKE2_CILIUM: ChartVersion = {
  repository: "https://rke2-charts.rancher.io",
  chart: "rke2-cilium",
  version: "1.19.601",
};
