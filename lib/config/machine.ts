import { z } from "zod";
import { bytes, cpu } from "./sandbox/quantity";

/** What a machine has: the capacity of a testbed is counted by it, where no catalogue of the target says it. */
export const machineSize = {
  cpu: cpu()
    .meta({ examples: ["4"] })
    .describe("Cores of one machine"),
  memory: bytes()
    .meta({ examples: ["16Gi"] })
    .describe("Memory of one machine"),
};

/** What a node of RKE2 does: keeps the state of the cluster, runs its API, runs pods. */
export const NODE_ROLES = ["etcd", "controlplane", "worker"] as const;

/** One of the things that a node of RKE2 does. */
export type RancherRole = (typeof NODE_ROLES)[number];

/** What nodes do. */
export function nodeRoles() {
  return z
    .array(z.enum(NODE_ROLES))
    .min(1)
    .meta({ examples: [["worker"]] })
    .describe("What they do: etcd keeps the state of the cluster, controlplane runs its API, worker runs pods");
}
