// The program of somebody who deploys to the testbed from a repository of their own: its states are in an S3 bucket.
import { App } from "cdktf";
import { stateStore } from "../../stacks/state";
import { WorkloadStack } from "./workload-stack";

const app = new App();
const state = { s3: { bucket: "infinitech-state", region: "eu-west-1" } };
new WorkloadStack(app, stateStore(state, { directory: __dirname, outdir: app.outdir }));
app.synth();
