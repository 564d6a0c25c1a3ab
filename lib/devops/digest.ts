import { createHash } from "node:crypto";

/** A short text that is another one when any of the files is. */
export function digestOf(files: Readonly<Record<string, string>>): string {
  return createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 12);
}
