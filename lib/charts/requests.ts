import type { PlatformChart } from "./platform-charts";

/** What a pod asks for. */
export interface PodRequests {
  readonly cpu: string;
  readonly memory: string;
}

/** The pods of one part of the platform. */
export interface PartRequests extends PodRequests {
  /** So many in all, or one on each node. */
  readonly pods: number | "each node";
  /** Chart, and the keys that lead to where it holds the resources of the part and their number; none is for what stays as it is. */
  readonly values?: { readonly chart: PlatformChart; readonly below?: string; readonly pods?: string };
}

/**
 * What the pods of the platform ask for: the charts are told, and the capacity of a testbed counts it. Figures of the
 * charts themselves where they have any (csi-driver-nfs 4.13.4, metrics-server 3.13.1); the others are those of a small
 * cluster, with room to grow in their limits. Parts of a driver of volumes have several containers: what they ask for together.
 */
export const PLATFORM_REQUESTS = {
  ingress: { pods: "each node", cpu: "100m", memory: "128Mi", values: { chart: "traefik" } },
  certificates: { pods: 1, cpu: "20m", memory: "96Mi", values: { chart: "cert-manager", pods: "replicaCount" } },
  certificatesWebhook: {
    pods: 1,
    cpu: "10m",
    memory: "48Mi",
    values: { chart: "cert-manager", below: "webhook", pods: "replicaCount" },
  },
  certificatesInjector: {
    pods: 1,
    cpu: "10m",
    memory: "128Mi",
    values: { chart: "cert-manager", below: "cainjector", pods: "replicaCount" },
  },
  autoscaler: { pods: 1, cpu: "50m", memory: "256Mi", values: { chart: "cluster-autoscaler", pods: "replicaCount" } },
  metrics: { pods: 2, cpu: "50m", memory: "128Mi", values: { chart: "metrics-server", pods: "replicas" } },
  sharedVolumes: { pods: 1, cpu: "40m", memory: "80Mi" },
  sharedVolumesOnNodes: { pods: "each node", cpu: "30m", memory: "60Mi" },
  volumes: { pods: 2, cpu: "70m", memory: "140Mi" },
  volumesOnNodes: { pods: "each node", cpu: "40m", memory: "80Mi" },
} as const satisfies Readonly<Record<string, PartRequests>>;

/**
 * What each container of OpenStack's driver of volumes asks for, and the memory that it may take: the helpers as csi-driver-nfs
 * 4.13.4 has them, the driver itself a little more. With the driver, a pod of the controllers has five helpers and one of a
 * node two.
 */
export const CINDER_REQUESTS = {
  helper: { cpu: "10m", memory: "20Mi" },
  driver: { cpu: "20m", memory: "40Mi" },
} as const satisfies Readonly<Record<string, PodRequests>>;

/** What OpenStack's cloud controller asks for, one pod on each node of the control plane. */
export const CLOUD_CONTROLLER_REQUESTS: PodRequests = { cpu: "50m", memory: "64Mi" };

/** What one part asks for and may take: memory is bounded, processor time is not, as a throttled part slows everybody. */
export function resources({ cpu, memory }: PodRequests, memoryLimit: string) {
  return { requests: { cpu, memory }, limits: { memory: memoryLimit } };
}
