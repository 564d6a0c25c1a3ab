import { DescriptionError } from "./problem";

/** Runs a program; errors of a description end it with their list instead of a stack trace, and with exit status 1. */
export function reportErrors(program: () => void): void {
  try {
    program();
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
