import type { PlaceDescription } from "../../lib/config/place";
import type { PlatformFeatures } from "../platform";

/** The parts that a platform has on AWS. */
export function awsFeatures({ aws }: PlaceDescription): PlatformFeatures {
  return { autoscaler: true, snapshots: true, dnsSolver: aws.hostedZone !== undefined };
}
