import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";

/** Runs a program until it ends or the input is closed: it never outlives the process that started it. */
const GUARD = `
exec 3<&0
"$@" 3<&- < /dev/null &
program=$!
{ cat <&3 > /dev/null; kill -KILL $program; } 2> /dev/null &
guard=$!
exec 3<&-
wait $program
status=$?
kill $guard
exit $status
`;

/** A program that runs in the background and writes what it says into a file. */
export class Guarded {
  private readonly guard: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor(
    private readonly name: string,
    private readonly log: string,
    program: string,
    args: readonly string[],
    environment: NodeJS.ProcessEnv = {},
  ) {
    const output = openSync(log, "w");
    const env = { ...process.env, ...environment };
    this.guard = spawn("sh", ["-c", GUARD, "guard", program, ...args], { env, stdio: ["pipe", output, output] });
    closeSync(output);
    this.ended = once(this.guard, "exit");
  }

  /** @throws Error with the last of what it said, when the program has ended by itself */
  check(): void {
    if (this.guard.exitCode === null && this.guard.signalCode === null) return;
    throw new Error(`${this.name} has ended:\n${this.lastLines()}`);
  }

  /** The last lines of what the program said. */
  lastLines(): string {
    return readFileSync(this.log, "utf8").trimEnd().split("\n").slice(-20).join("\n");
  }

  /** Ends the program at once. */
  async stop(): Promise<void> {
    this.guard.stdin?.destroy();
    await this.ended;
  }
}
