import { type Finding, valueAt } from "./explain";
import { leadsTo } from "./inspect";
import type { PathStep } from "./problem";
import type { ReadFile } from "./read-file";

/** The files of a description, by the names that findings know them by; undefined for those that cannot be read. */
export type ReadFiles = ReadonlyMap<string, ReadFile<unknown> | undefined>;

/** Whether a finding rests on something that is reported already: mending that may well mend this too. */
export function restsOnError(finding: Finding, file: string, files: ReadFiles): boolean {
  const read = files.get(file);
  if (read?.findings.some((error) => concerns(error, finding, read.yaml.value))) return true;
  const grounds = [...(finding.restsOn ?? []).map((path) => ({ file, path })), ...(finding.restsOnFiles ?? [])];
  return grounds.some((ground) => isDoubtful(ground.path, ground.file, files));
}

/** Whether an error is about what a finding is about: about all of it, about a part of it, or about a key beside it. */
function concerns(error: Finding, finding: Finding, written: unknown): boolean {
  return (
    (error.target === "value" && leadsTo(error.path, finding.path)) ||
    (finding.target === "value" && leadsTo(finding.path, error.path)) ||
    (error.target === "key" && isMissingBeside(error.path, finding.path, written))
  );
}

/** Whether a value cannot be read, is wrong itself, or may stand there under a key that is wrong. */
function isDoubtful(path: readonly PathStep[], file: string, files: ReadFiles): boolean {
  if (!files.has(file)) return false;
  const read = files.get(file);
  if (read?.value === undefined) return true;
  return read.findings.some(
    (error) =>
      leadsTo(error.path, path) ||
      leadsTo(path, error.path) ||
      (error.target === "key" && isMissingBeside(error.path, path, read.yaml.value)),
  );
}

/** Whether the mapping that holds a wrong key has nothing where the path goes on: `prots` may be meant as `ports`. */
function isMissingBeside(wrongKey: readonly PathStep[], path: readonly PathStep[], written: unknown): boolean {
  const parent = wrongKey.slice(0, -1);
  const sibling = path.slice(0, parent.length + 1);
  return sibling.length > parent.length && leadsTo(parent, path) && valueAt(written, sibling) === undefined;
}
