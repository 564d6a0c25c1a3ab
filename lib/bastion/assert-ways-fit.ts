import type { Description } from "../config/checks/check";
import { waysOf } from "../config/node-ports/way-of";
import { DescriptionError } from "../config/problem";
import { sizeProblem, waysText } from "./ways-parameter";

/**
 * Makes sure that the bastion of a place can learn of all ways in.
 *
 * @throws DescriptionError when it cannot
 */
export function assertWaysFit(description: Pick<Description, "sandboxes" | "place">): void {
  const ways = waysOf(description);
  const problem = sizeProblem(ways, waysText(ways));
  if (!problem) return;
  const position = { file: "sandboxes", line: 1, column: 1 };
  throw new DescriptionError([{ severity: "error", position, path: [], ...problem }]);
}
