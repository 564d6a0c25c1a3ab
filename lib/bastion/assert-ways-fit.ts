import type { Description } from "../config/checks/check";
import { wayOf } from "../config/node-ports/way-of";
import { DescriptionError } from "../config/problem";
import { waysParameter } from "./ways-parameter";

/**
 * Makes sure that the bastion of a place can learn of all ways in.
 *
 * @throws DescriptionError when it cannot
 */
export function assertWaysFit({ sandboxes, place }: Pick<Description, "sandboxes" | "place">): void {
  const ways = Object.entries(sandboxes).flatMap(([name, { expose }]) =>
    expose.flatMap((exposure) =>
      exposure.nodePort === undefined ? [] : [wayOf(name, exposure, exposure.nodePort, place.sources)],
    ),
  );
  try {
    waysParameter(ways);
  } catch (error) {
    const [what = "", ...mend] = (error as Error).message.split(". ");
    const position = { file: "sandboxes", line: 1, column: 1 };
    throw new DescriptionError([{ severity: "error", position, path: [], what, mend: mend.join(". ") }]);
  }
}
