import { type IResolvable, type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { RANCHER2 } from "./metadata";

/** Arguments of the log-in by OpenLDAP. */
export interface AuthConfigOpenldapConfig extends TerraformMetaArguments {
  readonly servers: readonly string[];
  readonly serviceAccountDistinguishedName: string;
  readonly serviceAccountPassword: string;
  /** Who logs in when the log-in is switched on. */
  readonly testUsername: string;
  readonly testPassword: string;
  readonly userSearchBase: string;
  /** The default is 389. */
  readonly port?: number;
  /** Whether the connection is encrypted from its start. The default is no. */
  readonly tls?: boolean | IResolvable;
  /** Certificate of the authority of the servers, as PEM in Base64. The default is those that Rancher trusts. */
  readonly certificate?: string;
  readonly groupSearchBase?: string;
  /** The default is `uid`. */
  readonly userLoginAttribute?: string;
  /** The default is `inetOrgPerson`. */
  readonly userObjectClass?: string;
  /** The default is `groupOfNames`. */
  readonly groupObjectClass?: string;
  /** `required`, `restricted` or `unrestricted`. The default is the last: everybody who can log in there. */
  readonly accessMode?: string;
  /** Whom `required` and `restricted` let in. */
  readonly allowedPrincipalIds?: readonly string[];
}

/** The log-in to Rancher by OpenLDAP. */
export class AuthConfigOpenldap extends TerraformResource {
  static readonly tfResourceType = "rancher2_auth_config_openldap";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: AuthConfigOpenldapConfig,
  ) {
    super(scope, id, { ...config, ...RANCHER2, terraformResourceType: AuthConfigOpenldap.tfResourceType });
  }

  protected override synthesizeAttributes() {
    return {
      servers: this.config.servers,
      service_account_distinguished_name: this.config.serviceAccountDistinguishedName,
      service_account_password: this.config.serviceAccountPassword,
      test_username: this.config.testUsername,
      test_password: this.config.testPassword,
      user_search_base: this.config.userSearchBase,
      port: this.config.port,
      tls: this.config.tls,
      certificate: this.config.certificate,
      group_search_base: this.config.groupSearchBase,
      user_login_attribute: this.config.userLoginAttribute,
      user_object_class: this.config.userObjectClass,
      group_object_class: this.config.groupObjectClass,
      access_mode: this.config.accessMode,
      allowed_principal_ids: this.config.allowedPrincipalIds,
    };
  }
}
