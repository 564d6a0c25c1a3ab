import { Annotations, type App } from "cdktf";
import type { Description } from "../lib/config/checks/check";
import { formatProblem, type Problem } from "../lib/config/problem";
import { hasWildcard } from "../lib/platform/issuers";
import { AwsClusterStack } from "./aws/cluster";
import { AwsEdgeStack } from "./aws/edge";
import { awsFeatures } from "./aws/features";
import { AwsNetworkStack } from "./aws/network";
import { AwsNodesStack } from "./aws/nodes";
import { PlatformStack } from "./platform";
import { SandboxAppStack } from "./sandbox-app";
import { SandboxFrameStack } from "./sandbox-frame";
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
  readonly platform: PlatformStack;
  readonly edge: AwsEdgeStack;
  /** The frames of the sandboxes, by sandbox. */
  readonly frames: Readonly<Record<string, SandboxFrameStack>>;
  /** The apps of those sandboxes that describe components, by sandbox. */
  readonly apps: Readonly<Record<string, SandboxAppStack>>;

  /** The stacks become children of the app itself: cdktf deploys no others. */
  constructor(app: App, props: TestbedProps) {
    const state = stateStore(props.place.state, { directory: props.directory, outdir: app.outdir });
    this.network = new AwsNetworkStack(app, props.place, state);
    this.cluster = new AwsClusterStack(app, props, state, this.network);
    this.nodes = new AwsNodesStack(app, props.place, { state, networkStack: this.network, clusterStack: this.cluster });
    const { testbed, place } = props;
    const below = { networkStack: this.network, clusterStack: this.cluster, nodesStack: this.nodes };
    const features = awsFeatures(place);
    this.platform = new PlatformStack(app, { testbed, place, state, features, ...below });
    const { certificates: source, domain } = place;
    const wildcard = hasWildcard({ source, domain, dnsSolver: features.dnsSolver });
    const frames: Record<string, SandboxFrameStack> = {};
    const apps: Record<string, SandboxAppStack> = {};
    for (const [name, sandbox] of Object.entries(props.sandboxes)) {
      const frame = new SandboxFrameStack(app, {
        testbed,
        place,
        name,
        sandbox,
        state,
        wildcard,
        ...below,
      });
      // What the frame hands out is there before: classes, certificates, and who serves the hosts.
      frame.addDependency(this.platform);
      frames[name] = frame;
      if (Object.keys(sandbox.components).length === 0) continue;
      const stack = new SandboxAppStack(app, { testbed: place.name, name, sandbox, state, pins: place.providers });
      stack.addDependency(frame);
      apps[name] = stack;
    }
    const exposures = Object.values(props.sandboxes).flatMap(({ expose }) => expose);
    this.edge = new AwsEdgeStack(app, place, {
      state,
      ...below,
      ways: Object.values(frames).flatMap(({ frame }) => frame.ways),
      hosts: exposures.flatMap(({ host }) => (host?.includes(".") ? [host] : [])),
    });
    // The edge opens last: where a frame fails, nobody is let in to what was there before.
    for (const before of [this.platform, ...Object.values(frames)]) this.edge.addDependency(before);
    this.frames = frames;
    this.apps = apps;
    for (const warning of props.warnings ?? []) Annotations.of(this.network).addWarning(formatProblem(warning));
  }
}
