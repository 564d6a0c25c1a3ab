import { createHash } from "node:crypto";

/**
 * A readable part of a resource address for a text that may hold other signs than an address: they become hyphens. A hash
 * then keeps apart two texts that would look the same, such as `a.b` and `a-b`.
 */
export function elementId(text: string): string {
  const readable = text.replaceAll(/[^\w-]+/g, "-");
  return readable === text ? text : `${readable}-${createHash("sha256").update(text).digest("hex").slice(0, 8)}`;
}
