import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { OPENSTACK } from "./metadata";

/** Arguments of an application credential. */
export interface IdentityApplicationCredentialV3Config extends TerraformMetaArguments {
  readonly name: string;
  readonly description?: string;
  /** The default is all roles of whoever makes it. */
  readonly roles?: readonly string[];
}

/** A credential of its own for a program, with some or all rights of whoever makes it in the project. */
export class IdentityApplicationCredentialV3 extends TerraformResource {
  static readonly tfResourceType = "openstack_identity_application_credential_v3";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: IdentityApplicationCredentialV3Config,
  ) {
    super(scope, id, {
      ...config,
      ...OPENSTACK,
      terraformResourceType: IdentityApplicationCredentialV3.tfResourceType,
    });
  }

  get id() {
    return this.getStringAttribute("id");
  }

  /** The password. It stands in the state. */
  get secret() {
    return this.getStringAttribute("secret");
  }

  protected override synthesizeAttributes() {
    return {
      name: this.config.name,
      description: this.config.description,
      roles: this.config.roles,
    };
  }
}
