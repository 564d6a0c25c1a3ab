import type { RancherRole } from "../config/machine";
import type { PlaceOn } from "../config/place";
import type { Way } from "../way";
import { externalHaproxy } from "./external-haproxy";
import { gatekeeperWays } from "./gatekeeper-ways";

/**
 * What the HAProxy in front of prepared hosts is to do (SB-1, SB-2): its whole `haproxy.cfg`.
 *
 * @param ways those of the sandboxes by node port
 */
export function rancherHaproxy(place: PlaceOn<"rancher">, ways: readonly Way[]): string {
  const { hosts, apiAccess } = place.rancher;
  const addresses = (role: RancherRole) =>
    Object.values(hosts).flatMap(({ address, roles }) => (roles.includes(role) ? [address] : []));
  return externalHaproxy({
    ways: gatekeeperWays(place, ways, apiAccess),
    nodes: { worker: addresses("worker"), "control-plane": addresses("controlplane") },
  });
}
