import type { PlaceOn } from "../../lib/config/place";
import { OpenstackProvider } from "../../lib/providers/openstack/provider";
import { requireProvider } from "../../lib/require-provider";
import type { TestbedStack } from "../testbed-stack";

/** Adds the OpenStack provider of a place to a stack. Credentials come from where OpenStack's tools find them. */
export function addOpenstackProvider(stack: TestbedStack, { openstack, providers }: PlaceOn<"openstack">): void {
  requireProvider(stack, "openstack", providers);
  new OpenstackProvider(stack, "openstack", { authUrl: openstack.authUrl, region: openstack.region });
}

/** The tags of everything that belongs to a testbed and takes them. */
export function testbedTags({ name, tags }: PlaceOn<"openstack">): string[] {
  return Object.entries({ ...tags, testbed: name })
    .map(([key, value]) => `${key}=${value}`)
    .sort();
}
