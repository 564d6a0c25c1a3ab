import { join } from "node:path";
import type { ControlPlane } from "./control-plane";
import { SOURCES } from "./sources";

/**
 * Adds the storage classes `testbed-standard`, whose volumes go with their claims, and `testbed-retain`, whose volumes
 * stay. Both make a volume when a pod needs it; none of them is the default.
 */
export async function addStorageClasses(controlPlane: ControlPlane): Promise<void> {
  await controlPlane.output(["apply", "--filename", join(SOURCES, "storage-classes.yaml")]);
}
