import { Annotations, type App } from "cdktf";
import type { Description } from "../lib/config/checks/check";
import { formatProblem, type Problem } from "../lib/config/problem";
import { AwsClusterStack } from "./aws/cluster";
import { AwsNetworkStack } from "./aws/network";
import { AwsNodesStack } from "./aws/nodes";
import { stateStore } from "./state";

/** What a `Testbed` is made of. */
export interface TestbedProps extends Description {
  /** Folder of the description; local states are kept beside it. */
  readonly directory: string;
  /** What looks wrong in the description. Default: nothing */
  readonly warnings?: readonly Problem[];
}

/** All stacks of one testbed, on the target of its place. */
export class Testbed {
  readonly network: AwsNetworkStack;
  readonly cluster: AwsClusterStack;
  readonly nodes: AwsNodesStack;

  /** The stacks become children of the app itself: cdktf deploys no others. */
  constructor(app: App, props: TestbedProps) {
    const state = stateStore(props.place.state, { directory: props.directory, outdir: app.outdir });
    this.network = new AwsNetworkStack(app, props.place, state);
    this.cluster = new AwsClusterStack(app, props, state, this.network);
    this.nodes = new AwsNodesStack(app, props.place, { state, networkStack: this.network, clusterStack: this.cluster });
    for (const warning of props.warnings ?? []) Annotations.of(this.network).addWarning(formatProblem(warning));
  }
}
