import { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ChartVersion } from "../versions";

/** What a `ChartRelease` is made of. */
export interface ChartReleaseProps {
  readonly chart: ChartVersion;
  readonly releaseName: string;
  readonly namespace: string;
  /** Values of the chart. References in them are to names, ids and addresses: text without quotes or line ends. */
  readonly values: object;
  /** Whether to wait until everything runs, and to roll back when it does not. Default: true */
  readonly wait?: boolean;
  /** Whether Terraform refuses to destroy the release. Default: false */
  readonly deletionProtection?: boolean;
  /** What the release waits for. Default: nothing */
  readonly after?: ITerraformDependable[];
}

/** A Helm release of a pinned chart. */
export class ChartRelease extends Construct {
  readonly release: Release;

  constructor(scope: Construct, id: string, props: ChartReleaseProps) {
    super(scope, id);
    const wait = props.wait ?? true;
    this.release = new Release(this, "release", {
      ...props.chart,
      name: props.releaseName,
      namespace: props.namespace,
      values: [JSON.stringify(props.values)],
      wait,
      atomic: wait,
      maxHistory: 5,
      dependsOn: props.after ?? [],
      lifecycle: { preventDestroy: props.deletionProtection ?? false },
    });
  }
}
