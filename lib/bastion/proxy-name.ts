import type { Way } from "../way";

/** Most letters of a part: HAProxy takes lines of 2 KiB. */
const LONGEST = 63;

/**
 * The name of a way in HAProxy's configuration, logs and metrics. HAProxy takes letters, digits and `-_.:`; everything else
 * becomes a hyphen, a part is cut where names of Kubernetes end, and the port at the end keeps two names apart.
 */
export function proxyName({ owner, target, port }: Pick<Way, "owner" | "target" | "port">): string {
  return `${readable(owner)}_${readable(target)}_${port}`;
}

function readable(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9.-]+/g, "-").slice(0, LONGEST);
}
