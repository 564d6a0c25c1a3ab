import { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { withDecimals } from "../charts/decimal-values";
import { checkAllValues, checkFreeValues, isSame } from "../charts/free-values";
import { mergeValues } from "../charts/merge-values";
import type { Mirror } from "../charts/mirror";
import { overLimits } from "../charts/over-limits";
import type { ChartValues } from "../charts/values/chart-values";
import { literalValues } from "../literal";
import { CHARTS, type ChartName } from "../versions";
import { valuesDocuments } from "./values-documents";

/** How long each step of Helm may take: its hooks, waiting, and the way back. */
const STEP_MINUTES = 10;

/** Steps that an operation may have one after another, hooks before and after it among them. */
const STEPS = {
  /** Hooks, what runs, hooks, and all of it taken back. */
  change: 4,
  /** Hooks, and what runs. */
  removal: 2,
};

/** What a `ChartRelease` is made of. */
export interface ChartReleaseProps {
  /** One of the charts whose versions and values this library knows. */
  readonly chart: ChartName;
  readonly releaseName: string;
  /** Namespace of the release; it exists already, with its Pod Security level. */
  readonly namespace: string;
  /** What the testbed sets. Never a secret: values stand in the state and in the cluster as they are. */
  readonly values: ChartValues;
  /** Values for what the testbed leaves open (`OPEN_KEYS`); the text in them means itself. Default: none */
  readonly free?: object | undefined;
  /** Where chart and images come from. Default: from where their makers have them */
  readonly mirror?: Mirror;
  /** Whether to wait until everything runs, and to roll back when it does not. Default: true */
  readonly wait?: boolean;
  /** Whether Terraform refuses to destroy the release. Default: false */
  readonly deletionProtection?: boolean;
  /** What the release waits for. Default: nothing */
  readonly after?: ITerraformDependable[];
}

/**
 * A Helm release of a pinned chart. A validation holds its values against what the chart knows: a synth fails with all of the
 * problems of all releases of a stack at once.
 */
export class ChartRelease extends Construct {
  readonly release: Release;

  constructor(scope: Construct, id: string, props: ChartReleaseProps) {
    super(scope, id);
    const { chart, values, free = {}, mirror = {} } = props;
    const wait = props.wait ?? true;
    const all = mergeValues(values.defaults, literalValues(withDecimals(chart, free)), values.fixed);
    const minutes = (steps: number) => `${steps * STEP_MINUTES + 1}m`;
    this.release = new Release(this, "release", {
      ...CHARTS[chart],
      ...(mirror.charts === undefined ? {} : { repository: mirror.charts }),
      name: props.releaseName,
      namespace: props.namespace,
      values: valuesDocuments(all),
      wait,
      atomic: wait,
      timeout: STEP_MINUTES * 60,
      timeouts: { create: minutes(STEPS.change), update: minutes(STEPS.change), delete: minutes(STEPS.removal) },
      maxHistory: 5,
      dependsOn: props.after ?? [],
      lifecycle: { preventDestroy: props.deletionProtection ?? false },
    });
    this.node.addValidation({ validate: () => problemsOf(chart, all, free) });
  }
}

function problemsOf(chart: ChartName, values: object, free: object): string[] {
  const { chart: name, version } = CHARTS[chart];
  const ofFree = checkFreeValues(chart, free);
  const ofOthers = checkAllValues(chart, values).filter(
    ({ path }) => !ofFree.some((other) => isSame(path, other.path)),
  );
  return [...ofFree, ...ofOthers, ...overLimits(values)].map(
    ({ path, what, mend }) => `Values of the chart ${name} ${version}: ${path.join(".")}: ${what}. ${mend}`,
  );
}
