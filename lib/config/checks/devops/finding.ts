import { suggest } from "../../../suggest";
import type { PathStep } from "../../problem";
import type { CheckFinding } from "../check";

/** Warns of a name that is not known at this place, as another place may have it. */
export function unknown(
  name: string,
  known: readonly string[],
  path: readonly PathStep[],
  title: string,
  grounds: readonly (readonly PathStep[])[] = [],
): CheckFinding[] {
  if (known.includes(name)) return [];
  const restsOnFiles = [
    { file: `sandboxes/${name}`, path: [] },
    { file: "place", path: ["sandboxes"] },
  ];
  return [
    warning(path, `there is no "${name}" at this place`, suggest(name, known, title), {
      target: "value",
      restsOn: [["devops", "groups"], ...grounds],
      restsOnFiles,
    }),
  ];
}

/** What stands in a list a second time. */
export function repeated(names: readonly string[], path: readonly PathStep[]): CheckFinding[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [error([...path, index], `"${name}" stands here a second time`, "Remove one of them.", { target: "value" })]
      : [],
  );
}

/** An error about a value or a key below `devops` in testbed.yaml. */
export function error(
  path: readonly PathStep[],
  what: string,
  mend: string,
  rest: Partial<CheckFinding> = {},
): CheckFinding {
  return { file: "testbed", severity: "error", target: "key", path: ["devops", ...path], what, mend, ...rest };
}

/** A warning about one. */
export function warning(
  path: readonly PathStep[],
  what: string,
  mend: string,
  rest: Partial<CheckFinding> = {},
): CheckFinding {
  return error(path, what, mend, { severity: "warning", ...rest });
}
