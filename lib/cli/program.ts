import { resolve } from "node:path";
import { Command } from "commander";
import { assertWaysFit } from "../bastion/assert-ways-fit";
import { rancherHaproxy } from "../bastion/rancher-haproxy";
import { type LoadedDescription, loadDescription } from "../config/load";
import { waysOf } from "../config/node-ports/way-of";
import { isOn, targetOf } from "../config/place";
import { DescriptionError, formatProblem } from "../config/problem";
import { reportErrors } from "../config/report-errors";
import { assertRecorded, isReadOnly } from "../ledger/assert-recorded";
import { waysTable } from "./ways-table";

/** The `testbed` command. */
export function program(): Command {
  const command = new Command("testbed").description("Checks and shows the description of a testbed");
  addCommand(command, "check", "reports every problem of testbed.yaml and of one place, and changes nothing", check);
  addCommand(command, "ports", "shows who comes in where: each node port and host, its sandbox and its sources", ports);
  addCommand(command, "haproxy", "prints haproxy.cfg for the machine in front of prepared hosts (rancher)", haproxy);
  return command;
}

/** Adds a command that reads the description of one place. */
function addCommand(to: Command, name: string, text: string, run: (description: LoadedDescription) => void): void {
  to.command(name)
    .description(text)
    .argument(
      "[folder]",
      "folder that holds testbed.yaml, places/ and sandboxes/",
      process.env.TESTBED_DIRECTORY || ".",
    )
    .option("-p, --place <place>", "place to read (default: TESTBED_PLACE, or place: in testbed.yaml)")
    .action((folder: string, options: { place?: string }) => {
      const place = options.place ?? (process.env.TESTBED_PLACE || undefined);
      reportErrors(() => run(loadDescription({ directory: resolve(folder), place })));
    });
}

function check(description: LoadedDescription): void {
  assertWaysFit(description);
  if (isReadOnly()) assertRecorded(description);
  const { place, warnings } = description;
  for (const warning of warnings) console.log(formatProblem(warning));
  console.log(`${place.name}: no errors, ${warnings.length} ${warnings.length === 1 ? "warning" : "warnings"}`);
}

function haproxy(description: LoadedDescription): void {
  const { place } = description;
  if (!isOn(place, "rancher")) {
    const position = { file: "places", line: 1, column: 1 };
    const what = `the place ${place.name} is on the target ${targetOf(place)}, whose entry is not yours to configure`;
    const mend = "Choose a place with prepared hosts: --place <place>, where its file describes rancher.";
    throw new DescriptionError([{ severity: "error", position, path: [], what, mend }]);
  }
  process.stdout.write(rancherHaproxy(place, waysOf(description)));
}

function ports(description: LoadedDescription): void {
  console.log(waysTable(description));
  const { ports: recorded } = description.ledger;
  const fresh = Object.entries(description.assignedPorts).filter(([way, port]) => recorded[way] !== port);
  for (const [way, port] of fresh) console.log(`${port} is assigned to ${way} by the next synth`);
}
