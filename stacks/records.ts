import type { PlaceDescription } from "../lib/config/place";

/** The names whose records people set, where no zone is the testbed's: all below the domain, and the hosts beyond it. */
export function recordNames({ domain }: Pick<PlaceDescription, "domain">, hosts: readonly string[]): string[] {
  return domain === undefined ? [...hosts] : [`*.${domain}`, ...hosts];
}

/** Whether sandboxes may have hosts at a place: below its domain, or beyond it. */
export function hasHosts({ domain, hosts }: Pick<PlaceDescription, "domain" | "hosts">): boolean {
  return domain !== undefined || hosts.length > 0;
}
