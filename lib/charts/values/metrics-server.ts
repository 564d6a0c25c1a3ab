import { type Mirror, mirrored } from "../mirror";
import { PLATFORM_REQUESTS, resources } from "../requests";
import type { ChartValues } from "./chart-values";

/** What metrics-server has to know. */
export interface MetricsServerOptions {
  readonly mirror: Mirror;
}

/**
 * Values of the metrics-server chart (INF-36): what autoscalers of pods look at. Two copies, because its API would otherwise
 * be gone whenever its node is, and with it the discovery that deleting a namespace needs.
 */
export function metricsServerValues({ mirror }: MetricsServerOptions): ChartValues {
  const { pods } = PLATFORM_REQUESTS.metrics;
  return {
    fixed: {
      podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
      ...mirrored(mirror, (at) => ({ image: { repository: at("registry.k8s.io/metrics-server/metrics-server") } })),
    },
    defaults: {
      replicas: pods,
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "kubernetes.io/hostname",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: { matchLabels: { "app.kubernetes.io/name": "metrics-server" } },
        },
      ],
      resources: resources(PLATFORM_REQUESTS.metrics, "384Mi"),
    },
  };
}
