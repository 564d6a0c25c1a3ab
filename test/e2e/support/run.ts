import { execFile } from "node:child_process";

/** What a program printed, and how it ended. */
export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a program is run. */
export interface RunOptions {
  readonly cwd?: string;
  /** Variables beside those of this process; undefined takes one away. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end, at most nine minutes, whatever its exit status. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const env = { ...process.env, ...options.env };
  const limits = { timeout: 540_000, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd: options.cwd, env, ...limits }, (error, stdout, stderr) => {
      if (error && typeof error.code !== "number") reject(error);
      else resolve({ status: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

/** Runs a program that must succeed, and gives what it printed. */
export async function output(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { status, stdout, stderr } = await run(program, args, options);
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/** Whether a program is on the path and runs. */
export async function runs(program: string, args: readonly string[]): Promise<boolean> {
  return run(program, args).then(
    ({ status }) => status === 0,
    () => false,
  );
}

/** The last line of what a program said. */
export function lastLine({ stdout, stderr }: Run): string {
  return `${stdout}\n${stderr}`.trim().split("\n").at(-1) ?? "";
}
