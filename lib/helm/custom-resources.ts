import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { Release } from "@cdktf/provider-helm/lib/release";
import { AssetType, Fn, type ITerraformDependable, TerraformAsset } from "cdktf";
import { Construct } from "constructs";

/** What `CustomResources` are made of. */
export interface CustomResourcesProps {
  /** Name of the Helm release. */
  readonly releaseName: string;
  /** Namespace that keeps the release, not that of the resources: each names its own. */
  readonly namespace: string;
  /**
   * Objects as Kubernetes reads them, by a name that tells them apart. Those that hold references to other resources may
   * hold no quotes: cdktf does not escape them there.
   */
  readonly resources: Readonly<Record<string, object>>;
  /** What the release waits for. Default: nothing */
  readonly after?: ITerraformDependable[];
}

/**
 * Objects that the Kubernetes provider has no resource for, as values of a small chart of our own: a plan works before
 * their definitions are in the cluster (terraform-provider-kubernetes#2597, #1775).
 */
export class CustomResources extends Construct {
  readonly release: Release;

  constructor(scope: Construct, id: string, props: CustomResourcesProps) {
    super(scope, id);
    const chart = new TerraformAsset(this, "chart", { path: chartFolder(), type: AssetType.DIRECTORY });
    const all = Object.entries(props.resources);
    const referring = all.filter(([, resource]) => refers(resource));
    const plain = all.filter(([, resource]) => !refers(resource));
    this.release = new Release(this, "release", {
      name: props.releaseName,
      namespace: props.namespace,
      chart: chart.path,
      values: [
        JSON.stringify({ resources: Object.fromEntries(plain) }),
        ...(referring.length > 0 ? [Fn.jsonencode({ resources: Object.fromEntries(referring) })] : []),
      ],
      maxHistory: 5,
      dependsOn: props.after ?? [],
    });
  }
}

/** Whether an object holds a reference that Terraform fills in: a token of cdktf. */
function refers(resource: object): boolean {
  return JSON.stringify(resource).includes("TfToken[");
}

/** The folder of the chart, in this repository and in the package alike. */
function chartFolder(from = __dirname): string {
  const folder = join(from, "charts", "custom-resources");
  return existsSync(folder) || from === dirname(from) ? folder : chartFolder(dirname(from));
}
