import { Release } from "@cdktf/provider-helm/lib/release";
import { AssetType, type ITerraformDependable, Lazy, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { packagePath } from "../package-path";
import { valuesDocuments } from "./values-documents";

/** What `CustomResources` are made of. */
export interface CustomResourcesProps {
  /** Name of the Helm release. */
  readonly releaseName: string;
  /** Namespace that keeps the release, not that of the resources: each names its own. */
  readonly namespace: string;
  /**
   * Objects as Kubernetes reads them, by a name that tells them apart; those that are added later come too. Text in them may
   * hold expressions of Terraform: escape what comes from people (`literalValues`). What stands beside
   * references to other resources may hold no quotes: cdktf does not escape them there.
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
    const chart = new TerraformAsset(this, "chart", {
      path: packagePath("charts/custom-resources"),
      type: AssetType.DIRECTORY,
    });
    this.release = new Release(this, "release", {
      name: props.releaseName,
      namespace: props.namespace,
      chart: chart.path,
      values: Lazy.listValue({ produce: () => valuesDocuments({ resources: props.resources }) }),
      atomic: true,
      maxHistory: 5,
      dependsOn: props.after ?? [],
    });
  }
}
