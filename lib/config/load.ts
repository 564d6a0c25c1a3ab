import { existsSync, statSync } from "node:fs";
import { checkAbilities } from "./checks/abilities";
import { checkAccess } from "./checks/access";
import { checkCapacity } from "./checks/capacity";
import { checkCertificates } from "./checks/certificates";
import type { Check, CheckFinding, CompleteDescription, Description, DescriptionFile } from "./checks/check";
import { checkClusterRanges } from "./checks/cluster-ranges";
import { checkDevops } from "./checks/devops/devops";
import { checkDomain } from "./checks/domain";
import { checkEntry } from "./checks/entry";
import { checkExamples } from "./checks/examples";
import { checkExistingNodes } from "./checks/existing-nodes";
import { checkGivenHosts } from "./checks/given-hosts";
import { checkGivenNetwork } from "./checks/given-network";
import { checkInTheOpen } from "./checks/in-the-open";
import { checkKubernetes } from "./checks/kubernetes";
import { checkLedger } from "./checks/ledger";
import { checkMembers } from "./checks/members";
import { checkNames } from "./checks/names";
import { checkNetwork } from "./checks/network";
import { checkNodes } from "./checks/nodes";
import { checkOpenstack } from "./checks/openstack";
import { checkPlatformValues } from "./checks/platform-values";
import { checkProviders } from "./checks/providers";
import { checkRancherServer } from "./checks/rancher-server";
import { checkReservedPorts } from "./checks/reserved-ports";
import { checkRke2Nodes } from "./checks/rke2-nodes";
import { checkSandboxes } from "./checks/sandboxes";
import { checkState } from "./checks/state";
import { type ReadFiles, restsOnError } from "./doubt";
import { EMPTY_LEDGER, ledgerSchema } from "./ledger";
import { ledgerReuses } from "./ledger-reuses";
import { assignNodePorts } from "./node-ports/assign";
import { orphans } from "./orphans";
import { placesIn, readPlace } from "./places";
import { compareProblems, DescriptionError, type Problem } from "./problem";
import { problemOf, type ReadFile, readFile, readOptional, wholeFile } from "./read-file";
import { type ReadSandboxes, readSandboxes } from "./sandboxes";
import { testbedSchema } from "./testbed";

/** What to load. */
export interface LoadOptions {
  /** Folder that holds `testbed.yaml`, `places/`, `sandboxes/` and `ledger.yaml`. */
  readonly directory: string;
  /** The place to use. Default: the key `place` of `testbed.yaml` */
  readonly place?: string;
}

/** A description without errors. */
export interface LoadedDescription extends CompleteDescription {
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
  checkGivenHosts,
  checkRke2Nodes,
  checkOpenstack,
  checkRancherServer,
  checkExistingNodes,
  checkProviders,
  checkState,
  checkInTheOpen,
  checkAccess,
  checkExamples,
  checkMembers,
  checkDomain,
  checkCertificates,
  checkPlatformValues,
  checkDevops,
  checkReservedPorts,
  checkAbilities,
  (around) => checkSandboxes(around.sandboxes, around),
  checkLedger,
];

/**
 * Reads and checks the description of a testbed.
 *
 * @throws DescriptionError with every error of every file, when there is one
 */
export function loadDescription({ directory, place: wanted }: LoadOptions): LoadedDescription {
  if (!existsSync(directory)) {
    const mend = "Name the folder that holds testbed.yaml.";
    throw new DescriptionError([wholeFile(directory, "there is no such folder", mend)]);
  }
  if (!statSync(directory).isDirectory()) {
    const mend = "Name the folder that holds testbed.yaml, and a place by --place.";
    throw new DescriptionError([wholeFile(directory, "this is a file", mend)]);
  }
  const problems: Problem[] = [];
  const testbed = readFile(directory, "testbed.yaml", testbedSchema, problems);
  const name = wanted ?? testbed?.value?.place ?? onlyPlace(directory);
  const namedBy = wanted === undefined ? testbed?.yaml : undefined;
  const place = name === undefined ? undefined : readPlace(directory, name, namedBy, problems);
  const ledger = readOptional(directory, "ledger.yaml", ledgerSchema, problems);
  const read = readSandboxes(directory, place, problems);
  const sandboxes = Object.fromEntries([...read].flatMap(([key, file]) => (file?.value ? [[key, file.value]] : [])));
  const files = filesOf({ testbed, place, ledger }, read);
  const report = (findings: readonly CheckFinding[]) => problems.push(...findings.flatMap(findingToProblem(files)));
  if (ledger) problems.push(...ledgerReuses(ledger), ...orphans(directory, ledger));
  if (testbed?.value && place?.value) {
    const description: Description = {
      // The place that was asked for: the file may name another one.
      testbed: { ...testbed.value, place: name ?? testbed.value.place },
      place: place.value,
      sandboxes,
      ledger: ledger?.value?.[place.value.name] ?? EMPTY_LEDGER,
    };
    for (const check of CHECKS) report(check(description));
    if (isWithoutErrors(problems)) {
      const { findings, sandboxes: complete, assigned } = assignNodePorts(description);
      report([...findings, ...checkEntry({ ...description, sandboxes: complete }), ...checkCapacity(description)]);
      problems.sort(compareProblems);
      if (isWithoutErrors(problems)) {
        return { ...description, sandboxes: complete, assignedPorts: assigned, warnings: problems };
      }
    }
  } else {
    report(checkSandboxes(sandboxes));
  }
  throw new DescriptionError(problems.sort(compareProblems));
}

function isWithoutErrors(problems: readonly Problem[]): boolean {
  return problems.every(({ severity }) => severity === "warning");
}

/** The place to check when `testbed.yaml` is too broken to name one. */
function onlyPlace(directory: string): string | undefined {
  const names = placesIn(directory);
  return names.length === 1 ? names[0] : undefined;
}

function filesOf(
  single: { readonly [File in "testbed" | "place" | "ledger"]: ReadFile<unknown> | undefined },
  sandboxes: ReadSandboxes,
): ReadFiles {
  return new Map<DescriptionFile, ReadFile<unknown> | undefined>([
    ...(Object.entries(single) as [DescriptionFile, ReadFile<unknown> | undefined][]),
    ...[...sandboxes].map(([name, file]): [DescriptionFile, typeof file] => [`sandboxes/${name}`, file]),
  ]);
}

/** Ties what a check found to its file, unless it rests on something that is wrong already. */
function findingToProblem(files: ReadFiles) {
  return (finding: CheckFinding): Problem[] => {
    const file = files.get(finding.file);
    return file && !restsOnError(finding, finding.file, files) ? [problemOf(finding, finding.severity, file.yaml)] : [];
  };
}
