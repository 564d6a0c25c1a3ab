import { containerDisk } from "../config/sandbox/container-disk";
import { formatBytes } from "../config/sandbox/quantity";
import type { ResourcesDescription } from "../config/sandbox/resources";
import { DEFAULTS } from "../defaults";

/** Requests and limits of a container, its disk among them: what it logs and changes, and its scratch folders. */
export function containerResources({ requests, limits }: ResourcesDescription, scratch: readonly string[] = []) {
  return {
    requests: { ...requests, "ephemeral-storage": DEFAULTS.containerDisk.request },
    limits: { ...limits, "ephemeral-storage": formatBytes(containerDisk(scratch)) },
  };
}
