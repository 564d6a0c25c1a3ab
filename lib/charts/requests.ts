/** What a pod asks for. */
export interface PodRequests {
  readonly cpu: string;
  readonly memory: string;
}

/** The pods of one part of the platform: so many in all, or one on each node. */
export interface PartRequests extends PodRequests {
  readonly pods: number | "each node";
}

/**
 * What the pods of the platform ask for: the charts are told, and the capacity of a testbed counts it. Figures of the
 * charts themselves where they have any (csi-driver-nfs 4.13.4, metrics-server 3.13.1); the others are those of a small
 * cluster, with room to grow in their limits.
 */
export const PLATFORM_REQUESTS = {
  ingress: { pods: "each node", cpu: "100m", memory: "128Mi" },
  certificates: { pods: 1, cpu: "20m", memory: "96Mi" },
  certificatesWebhook: { pods: 1, cpu: "10m", memory: "48Mi" },
  certificatesInjector: { pods: 1, cpu: "10m", memory: "128Mi" },
  autoscaler: { pods: 1, cpu: "50m", memory: "256Mi" },
  metrics: { pods: 2, cpu: "50m", memory: "128Mi" },
  sharedVolumes: { pods: 1, cpu: "40m", memory: "80Mi" },
  sharedVolumesOnNodes: { pods: "each node", cpu: "30m", memory: "60Mi" },
} as const satisfies Readonly<Record<string, PartRequests>>;

/** What one part asks for and may take: memory is bounded, processor time is not, as a throttled part slows everybody. */
export function resources({ cpu, memory }: PodRequests, memoryLimit: string) {
  return { requests: { cpu, memory }, limits: { memory: memoryLimit } };
}
