import { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { OPENSTACK } from "./metadata";

/** Arguments of the connection to an OpenStack cloud. */
export interface OpenstackProviderConfig {
  /** Address of the identity service. The default is the environment variable `OS_AUTH_URL`. */
  readonly authUrl?: string;
  /** The default is the environment variable `OS_REGION_NAME`. */
  readonly region?: string;
  readonly alias?: string;
}

/** The connection to an OpenStack cloud. The credentials come from the environment variables `OS_*`. */
export class OpenstackProvider extends TerraformProvider {
  static readonly tfResourceType = "openstack";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: OpenstackProviderConfig = {},
  ) {
    super(scope, id, {
      ...OPENSTACK,
      terraformResourceType: OpenstackProvider.tfResourceType,
      terraformProviderSource: "terraform-provider-openstack/openstack",
    });
  }

  override get alias() {
    return this.config.alias;
  }

  protected override synthesizeAttributes() {
    return { auth_url: this.config.authUrl, region: this.config.region };
  }
}
