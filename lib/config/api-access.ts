import { isOn, type PlaceDescription } from "./place";
import type { PathStep } from "./problem";

/** A list of names of lists under sources, and where it stands. */
export interface NamedSources {
  readonly path: readonly PathStep[];
  readonly names: readonly string[];
}

/** Who may come in beside the ways of sandboxes: to the Kubernetes API, and by SSH. */
export function namedSources(place: PlaceDescription): NamedSources[] {
  if (isOn(place, "aws")) return [{ path: ["aws", "apiAccess"], names: place.aws.apiAccess }];
  if (isOn(place, "openstack")) {
    const { apiAccess, ssh } = place.openstack;
    return [
      { path: ["openstack", "apiAccess"], names: apiAccess },
      { path: ["openstack", "ssh", "from"], names: ssh?.from ?? [] },
    ];
  }
  return [{ path: ["rancher", "apiAccess"], names: place.rancher?.apiAccess ?? [] }];
}
