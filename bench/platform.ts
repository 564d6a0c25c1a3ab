// The platform of the reference testbed alone: its stacks below are there in name only.
import { join } from "node:path";
import { App } from "cdktf";
import { loadDescription } from "../lib/config/load";
import { connectionOf } from "../stacks/connection";
import { consume } from "../stacks/contract";
import { PlatformStack } from "../stacks/platform";
import { stateStore } from "../stacks/state";
import { TestbedStack } from "../stacks/testbed-stack";

const directory = join(__dirname, "..");
const app = new App();
const { testbed, place } = loadDescription({ directory });
const state = stateStore(place.state, { directory, outdir: app.outdir });
const below = (suffix: string) => new TestbedStack(app, suffix, { name: place.name, state });
const cluster = below("cluster");
new PlatformStack(app, {
  testbed,
  place,
  state,
  target: {
    network: below("network"),
    nodes: below("nodes"),
    connect: (stack) => connectionOf(consume(stack, "cluster", cluster)),
  },
});
app.synth();
