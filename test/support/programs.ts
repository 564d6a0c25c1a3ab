import { join } from "node:path";
import { WorkloadStack } from "../../examples/workload/workload-stack";
import { loadSandbox } from "../../lib/config/load-sandbox";
import { SandboxAppStack } from "../../stacks/sandbox-app";
import { stateStore } from "../../stacks/state";
import { type Synthesized, synthesize, synthesizeTestbed } from "./synth";

const root = join(__dirname, "../..");
const example = (name: string, place?: string) => () => synthesizeTestbed(join(root, "examples", name), place);

/** Every program of the repository: the reference testbed and the examples. */
export const PROGRAMS: Readonly<Record<string, () => Synthesized>> = {
  reference: () => synthesizeTestbed(root),
  "three-zones": example("three-zones"),
  "shared-network-first": example("shared-network", "first"),
  "shared-network-second": example("shared-network", "second"),
  "existing-network": example("existing-network"),
  "node-groups": example("node-groups"),
  dedicated: example("dedicated"),
  "shared-pilot2": example("shared", "pilot2"),
  "shared-pilot11": example("shared", "pilot11"),
  blueprint: example("blueprint"),
  "data-access": example("data-access"),
  "closed-network": example("closed-network"),
  devops: example("devops"),
  "directory-elsewhere": example("directory-elsewhere"),
  nova: () => synthesizeTestbed(root, "nova"),
  "openstack-nova": example("openstack", "nova"),
  "openstack-larger": example("openstack", "larger"),
  "rancher-bare-metal": example("rancher-bare-metal"),
  existing: example("existing"),
  "partner-admin": example("partner/admin"),
  partner: () =>
    synthesize((app) => {
      const directory = join(root, "examples/partner");
      const state = stateStore(undefined, { directory, outdir: app.outdir });
      new SandboxAppStack(app, { testbed: "infinitech-bp", state, ...loadSandbox(join(directory, "pilot2.yaml")) });
    }),
  workload: () =>
    synthesize((app) => {
      const state = { s3: { bucket: "infinitech-state", region: "eu-west-1" } };
      new WorkloadStack(app, stateStore(state, { directory: root, outdir: app.outdir }));
    }),
};
