import type { PlaceDescription } from "../place";
import type { TestbedDescription } from "../testbed";

/** First labels of the hosts of the tools, below the domain. */
export const TOOL_HOSTS = { jenkins: "jenkins", nexus: "nexus", registry: "registry" } as const;

/** The hosts below the domain that tools of a description have, by label. */
export function toolHosts({ devops }: Pick<TestbedDescription, "devops">): string[] {
  return [
    ...(devops?.jenkins ? [TOOL_HOSTS.jenkins] : []),
    ...(devops?.nexus ? [TOOL_HOSTS.nexus, TOOL_HOSTS.registry] : []),
  ];
}

/** The registry that components name images of as `{project: ...}` (INF-35). */
export interface Registry {
  readonly address: string;
  /** Secret in each sandbox to pull images with. Default: everybody may pull */
  readonly pullSecret?: string | undefined;
  /** Whether it is the testbed's own Nexus, whose account for pulling is handed out to the sandboxes. */
  readonly isOwn: boolean;
}

/** Secret in each sandbox that the account for pulling is handed out as, where the place names none. */
const PULL_SECRET = "registry";

/**
 * The registry of a testbed at a place: the one that the place names; without one, its own Nexus, where the nodes trust the
 * certificates of its hosts.
 */
export function registryOf(
  testbed: Pick<TestbedDescription, "devops">,
  place: Pick<PlaceDescription, "registry" | "domain" | "certificates">,
): Registry | undefined {
  const { registry, domain, certificates } = place;
  const own = testbed.devops?.nexus && domain !== undefined ? `${TOOL_HOSTS.registry}.${domain}` : undefined;
  if (registry === undefined) {
    if (own === undefined || certificates !== "letsencrypt") return undefined;
    return { address: own, pullSecret: PULL_SECRET, isOwn: true };
  }
  const isOwn = own !== undefined && registry.address === own;
  return { ...registry, ...(isOwn ? { pullSecret: registry.pullSecret ?? PULL_SECRET } : {}), isOwn };
}
