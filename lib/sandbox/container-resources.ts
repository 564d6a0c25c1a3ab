import { bytesOf, formatBytes } from "../config/sandbox/quantity";
import type { ResourcesDescription } from "../config/sandbox/resources";
import { DEFAULTS } from "../defaults";

/** Requests and limits of a container, its disk among them: what it logs and changes, and its scratch folders. */
export function containerResources({ requests, limits }: ResourcesDescription, scratch: readonly string[] = []) {
  const disk = scratch.reduce((total, size) => total + bytesOf(size), bytesOf(DEFAULTS.containerDisk.limit));
  return {
    requests: { ...requests, "ephemeral-storage": DEFAULTS.containerDisk.request },
    limits: { ...limits, "ephemeral-storage": formatBytes(disk) },
  };
}
