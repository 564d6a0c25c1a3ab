import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { PlaceOn } from "../../lib/config/place";
import { requireProvider } from "../../lib/require-provider";
import type { TestbedStack } from "../testbed-stack";

/** Adds the AWS provider of a place to a stack. Credentials come from where the AWS tools find them. */
export function addAwsProvider(stack: TestbedStack, place: PlaceOn<"aws">): void {
  requireProvider(stack, "aws", place.providers);
  new AwsProvider(stack, "aws", { region: place.aws.region, defaultTags: [{ tags: testbedTags(place) }] });
}

/** The tags of everything that belongs to a testbed. */
export function testbedTags(place: PlaceOn<"aws">): Record<string, string> {
  return { ...place.tags, testbed: place.name };
}
