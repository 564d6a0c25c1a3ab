import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The text of a file that is made for the machine, from `bastion/` of this repository or of the package. */
export function machineFile(name: string): string {
  return readFileSync(join(folder(__dirname), name), "utf8");
}

function folder(from: string): string {
  const found = join(from, "bastion");
  return existsSync(join(found, "refresh.py")) || from === dirname(from) ? found : folder(dirname(from));
}
