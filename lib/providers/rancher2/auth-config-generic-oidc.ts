import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { RANCHER2 } from "./metadata";

/** Arguments of the log-in by OpenID Connect. */
export interface AuthConfigGenericOidcConfig extends TerraformMetaArguments {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly issuer: string;
  /** Where people are sent back to: `/verify-auth` at the Rancher server. */
  readonly rancherUrl: string;
  /** The claim that holds the groups of a person. */
  readonly groupsField?: string;
  /** What Rancher asks for, separated by blanks. The default is `openid` alone. */
  readonly scopes?: string;
  /** `required`, `restricted` or `unrestricted`. The default is the last: everybody who can log in there. */
  readonly accessMode?: string;
  /** Whom `required` and `restricted` let in. */
  readonly allowedPrincipalIds?: readonly string[];
}

/** The log-in to Rancher by OpenID Connect. */
export class AuthConfigGenericOidc extends TerraformResource {
  static readonly tfResourceType = "rancher2_auth_config_generic_oidc";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: AuthConfigGenericOidcConfig,
  ) {
    super(scope, id, { ...config, ...RANCHER2, terraformResourceType: AuthConfigGenericOidc.tfResourceType });
  }

  protected override synthesizeAttributes() {
    return {
      client_id: this.config.clientId,
      client_secret: this.config.clientSecret,
      issuer: this.config.issuer,
      rancher_url: this.config.rancherUrl,
      groups_field: this.config.groupsField,
      scopes: this.config.scopes,
      access_mode: this.config.accessMode,
      allowed_principal_ids: this.config.allowedPrincipalIds,
    };
  }
}
