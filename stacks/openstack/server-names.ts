import type { RancherRole } from "../../lib/config/machine";
import type { PlaceOn } from "../../lib/config/place";

/** The names of the servers that do something, as `OpenStackNodes` gives them. */
export function serverNames({ name, openstack }: PlaceOn<"openstack">, role: RancherRole): string[] {
  return Object.entries(openstack.nodes).flatMap(([group, { count, roles }]) =>
    roles.includes(role) ? Array.from({ length: count }, (_, index) => `${name}-${group}-${index + 1}`) : [],
  );
}
