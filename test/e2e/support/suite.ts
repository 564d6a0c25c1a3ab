import { describe } from "vitest";

/** Says what this machine lacks. The tests that need it are skipped; every other error fails them. */
export class Missing extends Error {}

/**
 * A suite that needs tools. Where the machine lacks one, the tests are skipped and one line names what is missing.
 * The tools are handed out by a function, because they are not there while tests are only skipped.
 */
export function suite<T>(name: string, prepare: () => Promise<T>, tests: (tools: () => T) => void): void {
  describe(name, async () => {
    try {
      const tools = await prepare();
      tests(() => tools);
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      report(name, error);
      describe.skip(`skipped: ${error.message}`, () => {
        tests(() => {
          throw error;
        });
      });
    }
  });
}

/** A tool that only some tests of a suite need. Where it is missing it is undefined, and one line names what is missing. */
export async function optional<T>(name: string, prepare: () => Promise<T>): Promise<T | undefined> {
  try {
    return await prepare();
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    report(name, error);
    return undefined;
  }
}

function report(name: string, { message }: Missing): void {
  console.log(`SKIPPED ${name}: ${message}`);
}
