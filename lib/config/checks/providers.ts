import type { Target } from "../place";
import { targetOf } from "../place";
import { type Check, placeError } from "./check";

type Provider = keyof Parameters<Check>[0]["place"]["providers"];

/** The providers that the stacks of a target use. */
const PROVIDERS: Readonly<Record<Target, readonly Provider[]>> = {
  aws: ["aws", "helm", "kubernetes"],
  openstack: ["openstack", "rancher2", "helm", "kubernetes"],
  rancher: ["rancher2", "helm", "kubernetes"],
  existing: ["helm", "kubernetes"],
};

/** A place pins no provider that it does not use. */
export const checkProviders: Check = ({ place }) => {
  const target = targetOf(place);
  if (target === undefined) return [];
  const used = PROVIDERS[target];
  return Object.keys(place.providers)
    .filter((name) => !used.some((provider) => provider === name))
    .map((name) => {
      const what = `has no effect: nothing on the target ${target} uses this provider`;
      return placeError(["providers", name], what, `Remove it; used are ${used.join(", ")}.`, { target: "key" });
    });
};
