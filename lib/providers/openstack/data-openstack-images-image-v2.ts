import { type IResolvable, TerraformDataSource, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { OPENSTACK } from "./metadata";

/** Arguments of the look-up of an image. */
export interface DataOpenstackImagesImageV2Config extends TerraformMetaArguments {
  readonly name?: string;
  /** Whether the newest is taken where several match. The default is no: then they are an error. */
  readonly mostRecent?: boolean | IResolvable;
}

/** An image that is there. */
export class DataOpenstackImagesImageV2 extends TerraformDataSource {
  static readonly tfResourceType = "openstack_images_image_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: DataOpenstackImagesImageV2Config = {},
  ) {
    super(scope, id, { ...config, ...OPENSTACK, terraformResourceType: DataOpenstackImagesImageV2.tfResourceType });
  }

  get id() {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes() {
    return {
      name: this.config.name,
      most_recent: this.config.mostRecent,
    };
  }
}
