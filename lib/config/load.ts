import { checkAccess } from "./checks/access";
import { checkCapacity } from "./checks/capacity";
import type { Check, CheckFinding, Description, DescriptionFile } from "./checks/check";
import { checkClusterRanges } from "./checks/cluster-ranges";
import { checkExamples } from "./checks/examples";
import { checkGivenNetwork } from "./checks/given-network";
import { checkKubernetes } from "./checks/kubernetes";
import { checkLedger } from "./checks/ledger";
import { checkMembers } from "./checks/members";
import { checkNames } from "./checks/names";
import { checkNetwork } from "./checks/network";
import { checkNodes } from "./checks/nodes";
import { SANDBOX_CHECKS } from "./checks/sandboxes";
import { suggest } from "./explain";
import { leadsTo } from "./inspect";
import { ledgerSchema, type TestbedLedger } from "./ledger";
import type { PlaceDescription } from "./place";
import { placesIn, readPlace } from "./places";
import { compareProblems, DescriptionError, type Problem } from "./problem";
import { problemOf, type ReadFile, readFile, readOptional } from "./read-file";
import type { SandboxDescription } from "./sandbox/sandbox";
import { nameOf, readSandbox, sandboxesIn } from "./sandboxes";
import { testbedSchema } from "./testbed";

/** What to load. */
export interface LoadOptions {
  /** Folder that holds `testbed.yaml`, `places/`, `sandboxes/` and `ledger.yaml`. */
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
  checkMembers,
  ...SANDBOX_CHECKS,
  checkLedger,
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
  const ledger = readOptional(directory, "ledger.yaml", ledgerSchema, problems);
  const sandboxes = readSandboxes(directory, place, problems);
  if (testbed?.value && place?.value) {
    const description: Description = {
      testbed: testbed.value,
      place: place.value,
      sandboxes: Object.fromEntries([...sandboxes].flatMap(([key, { value }]) => (value ? [[key, value]] : []))),
      ledger: readable(ledger?.value?.[place.value.name] ?? { datasets: {}, removed: [] }, sandboxes),
    };
    const files = filesOf({ testbed, place, ledger }, sandboxes);
    const report = (check: Check) => problems.push(...check(description).flatMap(findingToProblem(files)));
    CHECKS.forEach(report);
    if (!problems.some(({ severity }) => severity === "error")) report(checkCapacity);
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

/** Reads the sandboxes that a place names, or all. */
function readSandboxes(
  directory: string,
  place: ReadFile<PlaceDescription> | undefined,
  problems: Problem[],
): ReadonlyMap<string, ReadFile<SandboxDescription>> {
  const entries = sandboxesIn(directory);
  const names = entries.map(nameOf);
  const chosen = place?.value?.sandboxes;
  for (const [index, name] of chosen?.entries() ?? []) {
    if (!place || names.includes(name)) continue;
    const mend = `${suggest(name, names, "sandboxes")} A sandbox is a file sandboxes/<sandbox>.yaml.`;
    const what = `there is no sandbox "${name}"`;
    problems.push(problemOf({ path: ["sandboxes", index], target: "value", what, mend }, "error", place.yaml));
  }
  const read = entries.flatMap((entry): [string, ReadFile<SandboxDescription>][] => {
    if (chosen && !chosen.includes(nameOf(entry))) return [];
    const file = readSandbox(directory, entry, problems);
    return file ? [[nameOf(entry), file]] : [];
  });
  return new Map(read);
}

/** The ledger without the sandboxes that have errors of their own: what they hold is not known. */
function readable(ledger: TestbedLedger, sandboxes: ReadonlyMap<string, ReadFile<SandboxDescription>>): TestbedLedger {
  const broken = [...sandboxes].filter(([, { findings }]) => findings.length > 0).map(([name]) => name);
  const known = Object.entries(ledger.datasets).filter(([path]) => !broken.includes(path.split("/")[0] ?? ""));
  return { ...ledger, datasets: Object.fromEntries(known) };
}

type Files = ReadonlyMap<DescriptionFile, ReadFile<unknown>>;

function filesOf(
  single: { readonly [File in "testbed" | "place" | "ledger"]: ReadFile<unknown> | undefined },
  sandboxes: ReadonlyMap<string, ReadFile<unknown>>,
): Files {
  const named = Object.entries(single) as [DescriptionFile, ReadFile<unknown> | undefined][];
  return new Map([
    ...named.flatMap(([file, read]): [DescriptionFile, ReadFile<unknown>][] => (read ? [[file, read]] : [])),
    ...[...sandboxes].map(([name, read]): [DescriptionFile, ReadFile<unknown>] => [`sandboxes/${name}`, read]),
  ]);
}

/** Ties what a check found to its file, unless it rests on something that is wrong already. */
function findingToProblem(files: Files) {
  return (finding: CheckFinding): Problem[] => {
    const file = files.get(finding.file);
    if (!file) return [];
    const restsOnError = file.findings.some(
      ({ path, target }) =>
        (target === "value" && leadsTo(path, finding.path)) ||
        finding.restsOn?.some((other) => leadsTo(path, other) || leadsTo(other, path)),
    );
    return restsOnError ? [] : [problemOf(finding, finding.severity, file.yaml)];
  };
}
