import type { Description } from "./checks/check";
import { portsByNetwork } from "./node-ports/ports-by-network";
import { waysOf } from "./node-ports/way-of";
import { networksOf } from "./sources";

/** Rules that every project has: of its group `default`, and of the nodes among each other and on their way out. */
const ALWAYS = 4 + 2;

/** Rules by which the bastion reaches packages, names (by UDP and TCP), the time and metadata. */
const WAYS_OUT = 5;

/**
 * How many rules of security groups a testbed on OpenStack has: one for each port and network that comes in, one for each port on the
 * nodes behind, and what the bastion needs to go on. None for other targets.
 */
export function openstackRules(description: Pick<Description, "place" | "sandboxes">): number {
  const { domain, hosts, openstack, sources } = description.place;
  if (!openstack) return 0;
  const ways = waysOf(description);
  const ports = new Set(ways.map(({ port }) => port)).size;
  const hostPorts = domain !== undefined || hosts.length > 0 ? 2 : 0;
  const comeIn = [...portsByNetwork(ways).values()].reduce((all, some) => all + new Set(some).size, hostPorts);
  const api = networksOf(openstack.apiAccess, sources).length;
  const ssh = networksOf(openstack.ssh?.from ?? [], sources).length;
  // SSH goes on to workers and control planes, and opens the API to them; both ends of each way have a rule.
  const people = ssh > 0 ? 2 * 2 : 0;
  const toApi = api + ssh > 0 ? 2 : 0;
  const toNodePorts = ports + hostPorts > 0 ? ports + hostPorts + 1 : 0;
  return ALWAYS + WAYS_OUT + comeIn + api + ssh + toNodePorts + people + toApi;
}
