import type { Way } from "../../way";
import type { Description } from "../checks/check";
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

/** The ways through the bastion of all sandboxes of a place; those without a number are left out. */
export function waysOf({ sandboxes, place }: Pick<Description, "sandboxes" | "place">): Way[] {
  return Object.entries(sandboxes).flatMap(([name, { expose }]) =>
    expose.flatMap((exposure) =>
      exposure.nodePort === undefined ? [] : [wayOf(name, exposure, exposure.nodePort, place.sources)],
    ),
  );
}
