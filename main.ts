import { resolve } from "node:path";
import { App } from "cdktf";
import { assertWaysFit } from "./lib/bastion/assert-ways-fit";
import { capacityOf } from "./lib/config/capacity/testbed-capacity";
import { loadDescription } from "./lib/config/load";
import { reportErrors } from "./lib/config/report-errors";
import { assertRecorded, isReadOnly } from "./lib/ledger/assert-recorded";
import { changesOf, recordChanges } from "./lib/ledger/record";
import { capacityTable } from "./lib/review/capacity";
import { summarize } from "./lib/review/summary";
import { Testbed } from "./stacks/testbed";

// The folder of the description: this one, or the one that is named, as in npm run synth -- examples/three-zones. The CLI
// of cdktf starts this program without arguments: it is named by TESTBED_DIRECTORY there.
const directory = resolve(process.argv[2] ?? (process.env.TESTBED_DIRECTORY || __dirname));

reportErrors(() => {
  const description = loadDescription({ directory, place: process.env.TESTBED_PLACE || undefined });
  assertWaysFit(description);
  if (isReadOnly()) assertRecorded(description);
  const app = new App();
  new Testbed(app, { ...description, directory });
  app.synth();
  const learned = recordChanges(directory, description.place.name, changesOf(description));
  console.log([summarize(app.outdir), ...capacityTable(capacityOf(description)), ...learned].join("\n"));
});
