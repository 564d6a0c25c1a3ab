import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The path of a folder of this package, such as `charts/recorded`, in the repository and in the installed package alike. */
export function packageFolder(name: string, from = __dirname): string {
  const folder = join(from, name);
  return existsSync(folder) || from === dirname(from) ? folder : packageFolder(name, dirname(from));
}
