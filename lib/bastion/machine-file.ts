import { readFileSync } from "node:fs";
import { packagePath } from "../package-path";

/** The text of a file that is made for the machine, from `bastion/` of this repository or of the package. */
export function machineFile(name: string): string {
  return readFileSync(packagePath(`bastion/${name}`), "utf8");
}
