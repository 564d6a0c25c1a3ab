import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Guarded } from "./guarded";

/** How long a program may take until it does what it is waited for. */
const PATIENCE = 120_000;

/** The programs of one control plane, with their logs in one folder. */
export class Processes {
  private readonly started: Guarded[] = [];

  constructor(private readonly folder: string) {}

  /** Starts a program in the background. */
  start(name: string, program: string, args: readonly string[], environment?: NodeJS.ProcessEnv): void {
    this.started.push(new Guarded(name, join(this.folder, `${name}.log`), program, args, environment));
  }

  /** Waits until something holds. @throws Error when a program ends meanwhile, or when it takes too long */
  async until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    while (!(await holds())) {
      for (const one of this.started) one.check();
      if (Date.now() > deadline) throw new Error(`No ${what}:\n${this.started.at(-1)?.lastLines()}`);
      await setTimeout(100);
    }
  }

  /** Ends all programs at once. */
  async stop(): Promise<void> {
    await Promise.all(this.started.map((one) => one.stop()));
  }
}
