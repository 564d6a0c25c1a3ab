import { Annotations, type App } from "cdktf";
import type { Description } from "../lib/config/checks/check";
import { isOn } from "../lib/config/place";
import { platformFeatures } from "../lib/config/platform-features";
import { formatProblem, type Problem } from "../lib/config/problem";
import { developersOf } from "../lib/devops/grant";
import { codeGroups, grantsOf } from "../lib/devops/grants";
import { hasWildcard } from "../lib/platform/issuers";
import { awsTarget } from "./aws/target";
import { DevopsStack } from "./devops";
import { existingTarget } from "./existing/target";
import { openstackTarget } from "./openstack/target";
import { PlatformStack } from "./platform";
import { rancherTarget } from "./rancher/target";
import { SandboxAppStack } from "./sandbox-app";
import { SandboxFrameStack } from "./sandbox-frame";
import { type StateStore, stateStore } from "./state";
import type { TargetStacks } from "./target";
import type { TestbedStack } from "./testbed-stack";

/** What a `Testbed` is made of. */
export interface TestbedProps extends Description {
  /** Folder of the description; local states are kept beside it. */
  readonly directory: string;
  /** What looks wrong in the description. Default: nothing */
  readonly warnings?: readonly Problem[];
}

/** All stacks of one testbed, on the target of its place. */
export class Testbed {
  readonly platform: PlatformStack;
  /** The devops tools; undefined where the description has none. */
  readonly devops: DevopsStack | undefined;
  /** Opens the ways in; undefined where that is not the testbed's. */
  readonly edge: TestbedStack | undefined;
  /** The frames of the sandboxes, by sandbox. */
  readonly frames: Readonly<Record<string, SandboxFrameStack>>;
  /** The apps of those sandboxes that describe components, by sandbox. */
  readonly apps: Readonly<Record<string, SandboxAppStack>>;

  /** The stacks become children of the app itself: cdktf deploys no others. */
  constructor(app: App, props: TestbedProps) {
    const { testbed, place } = props;
    const state = stateStore(place.state, { directory: props.directory, outdir: app.outdir });
    const target = targetStacks(app, props, state);
    this.platform = new PlatformStack(app, { testbed, place, state, target });
    const { certificates: source, domain } = place;
    const wildcard = hasWildcard({ source, domain, dnsSolver: platformFeatures(place).dnsSolver });
    const groups = codeGroups(testbed.devops ?? { groups: [] }, props.sandboxes);
    const grants = testbed.devops ? grantsOf(testbed.devops, groups) : [];
    const developersIn = (pilot: string) => developersOf(pilot, grants);
    if (testbed.devops) {
      this.devops = new DevopsStack(app, {
        testbed,
        place,
        devops: testbed.devops,
        groups,
        grants,
        state,
        wildcard,
        target,
      });
      this.devops.addDependency(this.platform);
    }
    const frames: Record<string, SandboxFrameStack> = {};
    const apps: Record<string, SandboxAppStack> = {};
    for (const [name, sandbox] of Object.entries(props.sandboxes)) {
      const frame = new SandboxFrameStack(app, {
        testbed,
        place,
        name,
        sandbox,
        developers: developersIn(sandbox.pilot ?? name),
        state,
        wildcard,
        target,
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
    this.edge = target.edge({
      ways: Object.values(frames).flatMap(({ frame }) => frame.ways),
      hosts: exposures.flatMap(({ host }) => (host?.includes(".") ? [host] : [])),
    });
    // The edge opens last: where a frame fails, nobody is let in to what was there before.
    for (const before of [this.platform, ...Object.values(frames)]) this.edge?.addDependency(before);
    this.frames = frames;
    this.apps = apps;
    for (const warning of props.warnings ?? []) Annotations.of(this.platform).addWarning(formatProblem(warning));
  }
}

/** Picks the target of a place. */
function targetStacks(app: App, { testbed, place, directory }: TestbedProps, state: StateStore): TargetStacks {
  const common = { testbed, state, directory };
  if (isOn(place, "aws")) return awsTarget(app, { ...common, place });
  if (isOn(place, "openstack")) return openstackTarget(app, { ...common, place });
  if (isOn(place, "rancher")) return rancherTarget(app, { ...common, place });
  if (isOn(place, "existing")) return existingTarget(app, { ...common, place });
  throw new Error(`The place ${place.name} has no target. Describe aws, openstack, rancher or existing.`);
}
