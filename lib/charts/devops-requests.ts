import type { PodRequests } from "./requests";

/** What a part of the devops tools asks for, and how many of it there are. */
export interface ToolRequests extends PodRequests {
  readonly pods: number;
}

/**
 * What the containers of the devops tools ask for: the charts are told, and the capacity of a testbed counts it. The
 * directory: slapd with some hundred people.
 */
export const DEVOPS_REQUESTS = {
  directory: { pods: 1, cpu: "50m", memory: "96Mi" },
  directoryBackup: { pods: 1, cpu: "10m", memory: "32Mi" },
  /** The controller's own container: half a processor, a heap, and what Java, its plugins and `git` need beside that. */
  jenkins: { pods: 1, cpu: "500m", memory: "2Gi" },
  /** What serves the library of pipelines beside it: `git` with a handful of small files. */
  library: { pods: 1, cpu: "10m", memory: "32Mi" },
  /** Nexus' own container: its heap is taken from the start, and some beside it. */
  nexus: { pods: 1, cpu: "500m", memory: "2Gi" },
  /** What prints a log of Nexus, three of them in its pod. */
  nexusLogs: { pods: 3, cpu: "5m", memory: "16Mi" },
  secrets: { pods: 1, cpu: "10m", memory: "64Mi" },
} as const satisfies Readonly<Record<string, ToolRequests>>;

/**
 * What all agents of Jenkins together may ask for at a time, and how many there are at most: two builds, or one of something large;
 * three deployments.
 */
export const AGENT_QUOTAS: Readonly<Record<"builds" | "deploys", ToolRequests>> = {
  builds: { pods: 10, cpu: "2", memory: "6Gi" },
  deploys: { pods: 5, cpu: "1", memory: "2Gi" },
};
