import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { OPENSTACK } from "./metadata";

/** Arguments of a key pair. */
export interface ComputeKeypairV2Config extends TerraformMetaArguments {
  readonly name: string;
  /** Without it the cloud makes a key pair, and the private key stands in the state. */
  readonly publicKey?: string;
}

/** A public SSH key that new machines accept. */
export class ComputeKeypairV2 extends TerraformResource {
  static readonly tfResourceType = "openstack_compute_keypair_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: ComputeKeypairV2Config,
  ) {
    super(scope, id, { ...config, ...OPENSTACK, terraformResourceType: ComputeKeypairV2.tfResourceType });
  }

  get name() {
    return this.getStringAttribute("name");
  }

  protected override synthesizeAttributes() {
    return {
      name: this.config.name,
      public_key: this.config.publicKey,
    };
  }
}
