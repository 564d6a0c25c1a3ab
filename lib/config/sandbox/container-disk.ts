import { DEFAULTS } from "../../defaults";
import { bytesOf } from "./quantity";

/** Disk of its node that a container may use, in bytes: for what it logs and changes, and for scratch folders of these sizes. */
export function containerDisk(scratch: readonly string[]): number {
  return scratch.reduce((total, size) => total + bytesOf(size), bytesOf(DEFAULTS.containerDisk.limit));
}
