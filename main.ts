import { resolve } from "node:path";
import { App } from "cdktf";
import { loadDescription } from "./lib/config/load";
import { DescriptionError } from "./lib/config/problem";
import { summarize } from "./lib/review/summary";
import { Testbed } from "./stacks/testbed";

// The folder of the description: this one, or the one that is named, as in npm run synth -- examples/three-zones
const directory = resolve(process.argv[2] ?? __dirname);

try {
  const description = loadDescription({ directory, place: process.env.TESTBED_PLACE || undefined });
  const app = new App();
  new Testbed(app, { ...description, directory });
  app.synth();
  console.log(summarize(app.outdir));
} catch (error) {
  if (!(error instanceof DescriptionError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
