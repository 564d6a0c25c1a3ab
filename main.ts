import { App } from "cdktf";
import { loadDescription } from "./lib/config/load";
import { DescriptionError } from "./lib/config/problem";
import { summarize } from "./lib/review/summary";
import { Testbed } from "./stacks/testbed";

const directory = __dirname;

try {
  const description = loadDescription({ directory, place: process.env.TESTBED_PLACE });
  const app = new App();
  new Testbed(app, { ...description, directory });
  app.synth();
  console.log(summarize(app.outdir));
} catch (error) {
  if (!(error instanceof DescriptionError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
