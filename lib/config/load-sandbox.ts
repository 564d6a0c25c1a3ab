import { basename, dirname } from "node:path";
import { CHECKS_OF_ONE_SANDBOX } from "./checks/sandboxes";
import { restsOnError } from "./doubt";
import { compareProblems, DescriptionError, type Problem } from "./problem";
import { problemOf } from "./read-file";
import type { SandboxDescription } from "./sandbox/sandbox";
import { nameOf } from "./sandbox-file-name";
import { readSandboxFile } from "./sandboxes";

/** A sandbox and its name. */
export interface LoadedSandbox {
  /** Name of the sandbox: that of the file, without its ending. */
  readonly name: string;
  readonly sandbox: SandboxDescription;
}

/**
 * Reads and checks the file of one sandbox, where a partner keeps it in a repository of their own. What only the testbed
 * around it can tell (sources, domain, registry, other sandboxes) the administrators check.
 *
 * @throws DescriptionError with every error of the file, when there is one
 */
export function loadSandbox(path: string): LoadedSandbox {
  const problems: Problem[] = [];
  const name = nameOf(basename(path));
  const file = readSandboxFile(dirname(path), basename(path), problems);
  if (file?.value) {
    const sandbox = file.value;
    const findings = CHECKS_OF_ONE_SANDBOX.flatMap((check) => check(sandbox, { name })).filter(
      (finding) => !restsOnError(finding, path, new Map([[path, file]])),
    );
    problems.push(...findings.map((finding) => problemOf(finding, "error", file.yaml)));
    if (problems.length === 0) return { name, sandbox };
  }
  throw new DescriptionError(problems.sort(compareProblems));
}
