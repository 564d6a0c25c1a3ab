import { TerraformDataSource, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { OPENSTACK } from "./metadata";

/** Arguments of the look-up of a virtual machine. */
export interface DataOpenstackComputeInstanceV2Config extends TerraformMetaArguments {
  readonly id: string;
}

/** A virtual machine that is there. */
export class DataOpenstackComputeInstanceV2 extends TerraformDataSource {
  static readonly tfResourceType = "openstack_compute_instance_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: DataOpenstackComputeInstanceV2Config,
  ) {
    super(scope, id, { ...config, ...OPENSTACK, terraformResourceType: DataOpenstackComputeInstanceV2.tfResourceType });
  }

  protected override synthesizeAttributes() {
    return { id: this.config.id };
  }
}
