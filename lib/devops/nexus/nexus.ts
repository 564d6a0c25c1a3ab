import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ChartRelease } from "../../helm/chart-release";
import type { ToolsNamespace } from "../tools-namespace";
import type { NexusOptions } from "./configuration";
import { NEXUS } from "./names";
import { NexusConfiguration } from "./nexus-configuration";
import { type NexusValuesOptions, nexusValues } from "./values";

/** What a `Nexus` is made of. */
export interface NexusProps {
  readonly namespace: ToolsNamespace;
  readonly options: NexusOptions & Omit<NexusValuesOptions, "authority">;
  /** Values of its chart for what the testbed leaves open. Default: none */
  readonly free?: object | undefined;
  /** What has to be there before: its secrets. */
  readonly after: ITerraformDependable[];
}

/** Nexus, and the job that configures it (INF-23). */
export class Nexus extends Construct {
  constructor(scope: Construct, id: string, { namespace, options, free, after }: NexusProps) {
    super(scope, id);
    const { release } = new ChartRelease(this, "nexus", {
      chart: "nexus3",
      releaseName: NEXUS.name,
      namespace: namespace.reference,
      values: nexusValues({ ...options, authority: options.directory.authority }),
      mirror: options.mirror,
      free,
      after,
    });
    new NexusConfiguration(this, "configuration", {
      ...options,
      namespace: namespace.reference,
      after: [release],
    });
  }
}
