import { resolve } from "node:path";
import { Command } from "commander";
import { loadDescription } from "../config/load";
import { DescriptionError, formatProblem } from "../config/problem";

/** The `testbed` command. */
export function program(): Command {
  const command = new Command("testbed").description("Checks the description of a testbed");
  command
    .command("check")
    .description("reports every problem of testbed.yaml and of one place, and changes nothing")
    .option("-d, --directory <folder>", "folder that holds testbed.yaml and places/", ".")
    .option("-p, --place <place>", "place to check (default: TESTBED_PLACE, or place: in testbed.yaml)")
    .action(check);
  return command;
}

function check(options: { directory: string; place?: string }): void {
  try {
    const { place, warnings } = loadDescription({
      directory: resolve(options.directory),
      place: options.place ?? (process.env.TESTBED_PLACE || undefined),
    });
    for (const warning of warnings) console.log(formatProblem(warning));
    console.log(`${place.name}: no errors, ${warnings.length} ${warnings.length === 1 ? "warning" : "warnings"}`);
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
