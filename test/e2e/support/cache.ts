import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** A folder of the cache in which the suites keep their tools between runs. */
export function cacheFolder(name: string): string {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "testbed-blueprint", name);
  mkdirSync(folder, { recursive: true });
  return folder;
}
