import { ANYWHERE, type PlaceDescription } from "../config/place";
import { networksOf } from "../config/sources";
import type { Way } from "../way";
import { apiWay, hostWays } from "./shared-ways";

/**
 * All ways of a machine that takes everything that comes in (SB-10): those of the sandboxes, the HTTPS hosts where the place has names
 * for them, and the Kubernetes API for whom it names.
 *
 * @param ways those of the sandboxes
 * @param apiAccess names of lists under sources that may reach the Kubernetes API
 */
export function gatekeeperWays(
  { domain, hosts, sources }: Pick<PlaceDescription, "domain" | "hosts" | "sources">,
  ways: readonly Way[],
  apiAccess: readonly string[],
): Way[] {
  const hasHosts = domain !== undefined || hosts.length > 0;
  const from = apiAccess.includes(ANYWHERE) ? ANYWHERE : networksOf(apiAccess, sources);
  return [...ways, ...(hasHosts ? hostWays() : []), ...(apiAccess.length > 0 ? [apiWay(from)] : [])];
}
