// The platform of the reference testbed alone: its stacks below are there in name only.
import { join } from "node:path";
import { App } from "cdktf";
import { loadDescription } from "../lib/config/load";
import { awsFeatures } from "../stacks/aws/features";
import { PlatformStack } from "../stacks/platform";
import { stateStore } from "../stacks/state";
import { TestbedStack } from "../stacks/testbed-stack";

const directory = join(__dirname, "..");
const app = new App();
const { testbed, place } = loadDescription({ directory });
const state = stateStore(place.state, { directory, outdir: app.outdir });
const below = (suffix: string) => new TestbedStack(app, suffix, { name: place.name, state });
new PlatformStack(app, {
  testbed,
  place,
  state,
  features: awsFeatures(place),
  networkStack: below("network"),
  clusterStack: below("cluster"),
  nodesStack: below("nodes"),
});
app.synth();
