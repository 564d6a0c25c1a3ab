import { cinder } from "./cinder";
import { glance } from "./glance";
import { keystone } from "./keystone";
import { neutron } from "./neutron";
import { nova } from "./nova";
import { placement } from "./placement";
import type { Site } from "./site";

/** How all services run at a site. */
export function setupsOf(site: Site) {
  return {
    keystone: keystone(site),
    neutron: neutron(site),
    nova: nova(site),
    placement: placement(site),
    cinder: cinder(site),
    glance: glance(site),
  };
}
