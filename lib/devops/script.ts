import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packagePath } from "../package-path";

/** A file of `devops/`: what runs in the cluster. */
export function script(name: string): string {
  return readFileSync(join(packagePath("devops"), name), "utf8");
}
