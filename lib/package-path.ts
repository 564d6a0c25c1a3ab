import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The path of a file or folder of this package, such as `charts/recorded`, in the repository and in the installed package alike. */
export function packagePath(name: string, from = __dirname): string {
  const path = join(from, name);
  return existsSync(path) || from === dirname(from) ? path : packagePath(name, dirname(from));
}
