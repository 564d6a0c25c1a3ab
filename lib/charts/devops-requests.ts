import type { PodRequests } from "./requests";

/** What a part of the devops tools asks for, and how many pods of it there are. */
export interface ToolRequests extends PodRequests {
  readonly pods: number;
}

/**
 * What the pods of the devops tools ask for: the charts are told, and the capacity of a testbed counts it. Jenkins and Nexus: a heap
 * and what the process needs beside it (their charts' notes on memory); the directory: slapd with some hundred people.
 */
export const DEVOPS_REQUESTS = {
  directory: { pods: 1, cpu: "50m", memory: "96Mi" },
  directoryBackup: { pods: 1, cpu: "10m", memory: "32Mi" },
  secrets: { pods: 1, cpu: "10m", memory: "64Mi" },
} as const satisfies Readonly<Record<string, ToolRequests>>;

/**
 * What all agents of Jenkins together may ask for at a time, and how many there are at most: two builds, or one of something large;
 * three deployments.
 */
export const AGENT_QUOTAS: Readonly<Record<"builds" | "deploys", ToolRequests>> = {
  builds: { pods: 10, cpu: "2", memory: "4Gi" },
  deploys: { pods: 5, cpu: "1", memory: "2Gi" },
};
