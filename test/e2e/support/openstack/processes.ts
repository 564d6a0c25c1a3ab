import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { until } from "../until";
import type { Site } from "./site";

/** How long a service may take until it does what it is waited for. */
const PATIENCE = 300_000;

/**
 * Runs a program until it ends or the input is closed, and then ends it with all its children: none outlives the process
 * that started it (Glance is in a group of its own). They are killed, because cinder-volume does not end when it is asked to.
 */
const GUARD = `
exec 3<&0
"$@" 3<&- < /dev/null &
program=$!
{ cat <&3 > /dev/null; kill -KILL $program 0; } 2> /dev/null &
exec 3<&-
wait $program
`;

/** A program with its arguments, and what is in its environment beside what all have. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A program that was started. */
interface Started {
  readonly name: string;
  readonly guard: ChildProcess;
}

/** The processes of one OpenStack, with their logs in its folder. */
export class Processes {
  private readonly started: Started[] = [];
  private stopping = false;

  constructor(private readonly site: Site) {}

  /** Starts a service in the background. */
  start(name: string, command: Command): void {
    this.started.push({ name, guard: this.spawn(name, command) });
  }

  /** Runs a program to its end. @throws Error with the last of what it said, when it fails */
  async run(name: string, command: Command): Promise<void> {
    const guard = this.spawn(name, command);
    const [status] = await once(guard, "exit");
    if (status !== 0) throw new Error(`${name} ended with ${status}:\n${this.lastLines(name)}`);
  }

  /** Waits until something holds. @throws Error when a service ends meanwhile, or when it takes too long */
  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    while (!(await holds())) {
      for (const { name, guard } of this.started) {
        if (guard.exitCode !== null || guard.signalCode !== null) {
          throw new Error(`${name} has ended:\n${this.lastLines(name)}`);
        }
      }
      if (Date.now() > deadline) throw new Error(`No ${what} after ${PATIENCE / 1000} seconds.`);
      await setTimeout(100);
    }
  }

  /** Ends everything at once, and comes back when no process is left. */
  async stop(): Promise<void> {
    this.stopping = true;
    await until("end of all services", () => {
      const left = processesIn(this.site.folder);
      for (const process of left) kill(process);
      return left.length === 0;
    });
  }

  private spawn(name: string, { program, args, env }: Command): ChildProcess {
    if (this.stopping) throw new Error(`${name} would start while everything stops.`);
    const output = openSync(this.site.path("logs", name), "w");
    const guard = spawn("sh", ["-c", GUARD, "guard", program, ...args], {
      // By this folder processes are found that a group does not hold, such as daemons.
      cwd: this.site.folder,
      detached: true,
      env: { ...this.environment(), ...env },
      stdio: ["pipe", output, output],
    });
    closeSync(output);
    return guard;
  }

  /** Nothing of the caller's environment but the path: no proxy, no cloud, no settings of Python or Erlang. */
  private environment(): Record<string, string> {
    return {
      PATH: `/usr/sbin:/usr/bin:/sbin:/bin:${process.env.PATH}`,
      LC_ALL: "C.UTF-8",
      HOME: this.site.folder,
      TMPDIR: this.site.path("tmp"),
    };
  }

  private lastLines(name: string): string {
    return readFileSync(this.site.path("logs", name), "utf8").trimEnd().split("\n").slice(-20).join("\n");
  }
}

/** The processes that run in a folder, or in one whose path begins like this. */
export function processesIn(folder: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => target(`/proc/${id}/cwd`).startsWith(folder))
    .map(Number);
}

function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}

function kill(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
