import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { RANCHER2 } from "./metadata";

/** Arguments of a chart repository. */
export interface CatalogV2Config extends TerraformMetaArguments {
  readonly clusterId: string;
  readonly name: string;
  /** Either this, or `gitRepo`. */
  readonly url?: string;
  /** Either this, or `url`. */
  readonly gitRepo?: string;
  readonly gitBranch?: string;
}

/** A chart repository that a cluster of Rancher knows. */
export class CatalogV2 extends TerraformResource {
  static readonly tfResourceType = "rancher2_catalog_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: CatalogV2Config,
  ) {
    super(scope, id, { ...config, ...RANCHER2, terraformResourceType: CatalogV2.tfResourceType });
  }

  get id() {
    return this.getStringAttribute("id");
  }

  get name() {
    return this.getStringAttribute("name");
  }

  protected override synthesizeAttributes() {
    return {
      cluster_id: this.config.clusterId,
      name: this.config.name,
      url: this.config.url,
      git_repo: this.config.gitRepo,
      git_branch: this.config.gitBranch,
    };
  }
}
