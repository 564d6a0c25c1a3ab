import type { Way } from "../../way";
import { ANYWHERE } from "../place";
import type { ExposureDescription } from "../sandbox/exposure";
import { networksOf } from "../sources";

/** The way through the bastion that an exposure by node port asks for. */
export function wayOf(
  owner: string,
  { component, replica, from = [] }: ExposureDescription,
  nodePort: number,
  sources: Readonly<Record<string, readonly string[]>>,
): Way {
  return {
    port: nodePort,
    owner,
    target: replica === undefined ? component : `${component}-${replica}`,
    from: from.includes(ANYWHERE) ? "anywhere" : networksOf(from, sources),
  };
}
