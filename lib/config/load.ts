import { checkAccess } from "./checks/access";
import type { Check, Description } from "./checks/check";
import { checkClusterRanges } from "./checks/cluster-ranges";
import { checkExamples } from "./checks/examples";
import { checkGivenNetwork } from "./checks/given-network";
import { checkKubernetes } from "./checks/kubernetes";
import { checkNames } from "./checks/names";
import { checkNetwork } from "./checks/network";
import { checkNodes } from "./checks/nodes";
import { leadsTo } from "./inspect";
import { placesIn, readPlace } from "./places";
import { compareProblems, DescriptionError, type Problem } from "./problem";
import { problemOf, readFile } from "./read-file";
import { testbedSchema } from "./testbed";

/** What to load. */
export interface LoadOptions {
  /** Folder that holds `testbed.yaml` and `places/`. */
  readonly directory: string;
  /** The place to use. Default: the key `place` of `testbed.yaml` */
  readonly place?: string;
}

/** A description without errors. */
export interface LoadedDescription extends Description {
  /** What looks wrong in it. */
  readonly warnings: readonly Problem[];
}

const CHECKS: readonly Check[] = [
  checkNames,
  checkKubernetes,
  checkClusterRanges,
  checkGivenNetwork,
  checkNetwork,
  checkNodes,
  checkAccess,
  checkExamples,
];

/**
 * Reads and checks the description of a testbed.
 *
 * @throws DescriptionError with every error of every file, when there is one
 */
export function loadDescription({ directory, place: wanted }: LoadOptions): LoadedDescription {
  const problems: Problem[] = [];
  const testbed = readFile(directory, "testbed.yaml", testbedSchema, problems);
  const name = wanted ?? testbed?.value?.place ?? onlyPlace(directory);
  const namedBy = wanted === undefined ? testbed?.yaml : undefined;
  const place = name === undefined ? undefined : readPlace(directory, name, namedBy, problems);
  if (testbed?.value && place?.value) {
    const description = { testbed: testbed.value, place: place.value };
    problems.push(...CHECKS.flatMap((check) => check(description)).flatMap(findingToProblem({ testbed, place })));
    problems.sort(compareProblems);
    if (problems.every(({ severity }) => severity === "warning")) return { ...description, warnings: problems };
  }
  throw new DescriptionError(problems.sort(compareProblems));
}

/** The place to check when `testbed.yaml` is too broken to name one. */
function onlyPlace(directory: string): string | undefined {
  const names = placesIn(directory);
  return names.length === 1 ? names[0] : undefined;
}

type Files = { readonly [File in keyof Description]: NonNullable<ReturnType<typeof readFile>> };

/** Ties what a check found to its file, unless it rests on something that is wrong already. */
function findingToProblem(files: Files) {
  return (finding: ReturnType<Check>[number]): Problem[] => {
    const { yaml, findings } = files[finding.file];
    const restsOnError = findings.some(
      ({ path, target }) =>
        (target === "value" && leadsTo(path, finding.path)) ||
        finding.restsOn?.some((other) => leadsTo(path, other) || leadsTo(other, path)),
    );
    return restsOnError ? [] : [problemOf(finding, finding.severity, yaml)];
  };
}
