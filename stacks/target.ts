import type { App } from "cdktf";
import type { ClusterConnection } from "../lib/cluster/connection";
import type { Description } from "../lib/config/checks/check";
import type { PlaceOn, Target } from "../lib/config/place";
import type { Cni } from "../lib/sandbox/cni";
import type { Way } from "../lib/way";
import type { Published } from "./contract";
import type { StateStore } from "./state";
import type { TestbedStack } from "./testbed-stack";

/** What a target has to make its stacks of. */
export interface TargetProps<T extends Target> extends Pick<Description, "testbed"> {
  readonly place: PlaceOn<T>;
  readonly state: StateStore;
  /** Folder of the description, and folder that the program is synthesized to. */
  readonly directory: string;
}

/** What leads from outside into the sandboxes. */
export interface EdgeWays {
  /** By node port. */
  readonly ways: readonly Way[];
  /** Hosts beyond the domain. */
  readonly hosts: readonly string[];
}

/** What a target gives to the stacks that are the same everywhere. */
export interface TargetStacks {
  readonly network: Published<"network">;
  readonly nodes: Published<"nodes">;
  /** What connects the pods. */
  readonly cni: Cni;
  /** Lets a stack into the cluster, and makes Terraform deploy it after the cluster. */
  connect(stack: TestbedStack): ClusterConnection;
  /** Makes the stack that opens the ways in, where the target has one. */
  edge(ways: EdgeWays): TestbedStack | undefined;
}

/** Makes the stacks of a target, as children of the app itself. */
export type BuildTarget<T extends Target> = (app: App, props: TargetProps<T>) => TargetStacks;
