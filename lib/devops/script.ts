import { readFileSync } from "node:fs";
import { packagePath } from "../package-path";

/** A file of `devops/`: what runs in the cluster. */
export function script(name: string): string {
  return readFileSync(packagePath(`devops/${name}`), "utf8");
}
