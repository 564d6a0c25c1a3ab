/** A step on the way to a value: a key of a mapping or an index of a list. */
export type PathStep = string | number;

/** Where something stands in a file; lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong, or that looks wrong, in the description. */
export interface Problem {
  readonly severity: "error" | "warning";
  readonly position: Position;
  /** The way to the value; empty when the problem is the file itself. */
  readonly path: readonly PathStep[];
  /** What is wrong, a sentence without its full stop. */
  readonly what: string;
  /** What to do about it, one or more sentences. */
  readonly mend: string;
}

/** Writes a path as people write it: `aws.admins[0]`. */
export function formatPath(path: readonly PathStep[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

/** Writes a problem as one line: `file:line:column: path: what is wrong. what to do`. */
export function formatProblem(problem: Problem): string {
  const { file, line, column } = problem.position;
  const path = problem.path.length > 0 ? `${formatPath(problem.path)}: ` : "";
  const severity = problem.severity === "warning" ? "warning: " : "";
  return `${file}:${line}:${column}: ${severity}${path}${problem.what}. ${problem.mend}`;
}

/** Orders problems by file, then by place in the file. */
export function compareProblems(a: Problem, b: Problem): number {
  return (
    a.position.file.localeCompare(b.position.file) ||
    a.position.line - b.position.line ||
    a.position.column - b.position.column ||
    a.what.localeCompare(b.what)
  );
}

/** Thrown when a description has errors: all of them, of all files. The message is their list, a line each. */
export class DescriptionError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.name = "DescriptionError";
  }
}
