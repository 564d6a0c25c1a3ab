import { resolve } from "node:path";
import { Command } from "commander";
import { loadDescription } from "../config/load";
import { formatProblem } from "../config/problem";
import { reportErrors } from "../config/report-errors";
import { assertRecorded, isReadOnly } from "../ledger/assert-recorded";

/** The `testbed` command. */
export function program(): Command {
  const command = new Command("testbed").description("Checks the description of a testbed");
  command
    .command("check")
    .description("reports every problem of testbed.yaml and of one place, and changes nothing")
    .argument(
      "[folder]",
      "folder that holds testbed.yaml, places/ and sandboxes/",
      process.env.TESTBED_DIRECTORY || ".",
    )
    .option("-p, --place <place>", "place to check (default: TESTBED_PLACE, or place: in testbed.yaml)")
    .action(check);
  return command;
}

function check(folder: string, options: { place?: string }): void {
  reportErrors(() => {
    const description = loadDescription({
      directory: resolve(folder),
      place: options.place ?? (process.env.TESTBED_PLACE || undefined),
    });
    if (isReadOnly()) assertRecorded(description);
    const { place, warnings } = description;
    for (const warning of warnings) console.log(formatProblem(warning));
    console.log(`${place.name}: no errors, ${warnings.length} ${warnings.length === 1 ? "warning" : "warnings"}`);
  });
}
