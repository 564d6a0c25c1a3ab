import { setTimeout } from "node:timers/promises";

/** Waits until something holds, and gives the milliseconds that it took. @throws Error when it takes longer than a while */
export async function until(what: string, holds: () => boolean | Promise<boolean>, longest = 20_000): Promise<number> {
  const start = Date.now();
  while (!(await holds())) {
    if (Date.now() - start > longest) throw new Error(`No ${what} after ${longest / 1000} seconds.`);
    await setTimeout(20);
  }
  return Date.now() - start;
}
