import { TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { AuthConfigGenericOidc } from "../providers/rancher2/auth-config-generic-oidc";
import { AuthConfigOpenldap } from "../providers/rancher2/auth-config-openldap";

/** An LDAP directory in which people are found. */
export interface LdapSignIn {
  readonly servers: readonly string[];
  readonly port: number;
  /** Whether it speaks TLS from the start. */
  readonly tls: boolean;
  /** Certificate of the authority behind its own, PEM. Default: an authority that the public trusts */
  readonly certificateAuthority?: string | undefined;
  /** DN of the account that searches it. */
  readonly serviceAccount: string;
  /** DN of the subtree of people. */
  readonly users: string;
  /** DN of the subtree of groups. Default: that of people */
  readonly groups?: string | undefined;
  /** User with whom Rancher tries it. */
  readonly testUser: string;
}

/** A provider of OpenID Connect. */
export interface OidcSignIn {
  readonly issuer: string;
  readonly clientId: string;
  /** Claim that names the groups of a person. */
  readonly groupsClaim: string;
  /** What Rancher asks for. */
  readonly scopes: readonly string[];
}

/** What a `RancherSignIn` is made of. */
export interface RancherSignInProps {
  /** Address of Rancher. */
  readonly url: string;
  /** Who may sign in though no cluster or project names them: principals of Rancher. */
  readonly admins: readonly string[];
  readonly openldap?: LdapSignIn | undefined;
  readonly oidc?: OidcSignIn | undefined;
}

/**
 * How people sign in at Rancher (INF-46): only those whom a cluster, a project or the list of administrators names. Passwords are
 * variables, given at run time (`TF_VAR_...`); Rancher's provider keeps them in the state of the stack. Rancher has one way at a time, and
 * Terraform may begin a new one before the old one has ended: whoever changes from one to the other applies none in between.
 */
export class RancherSignIn extends Construct {
  constructor(scope: Construct, id: string, { url, admins, openldap, oidc }: RancherSignInProps) {
    super(scope, id);
    const who = { accessMode: "restricted", allowedPrincipalIds: admins };
    if (openldap) {
      new AuthConfigOpenldap(this, "openldap", {
        servers: openldap.servers,
        port: openldap.port,
        tls: openldap.tls,
        // Without what stands around it: Rancher's provider compares it so, and would change it with each apply.
        certificate:
          openldap.certificateAuthority && Buffer.from(openldap.certificateAuthority.trim()).toString("base64"),
        serviceAccountDistinguishedName: openldap.serviceAccount,
        serviceAccountPassword: this.secret(
          "ldap_service_password",
          "Password of the account that searches the directory",
        ),
        userSearchBase: openldap.users,
        groupSearchBase: openldap.groups,
        testUsername: openldap.testUser,
        testPassword: this.secret("ldap_test_password", "Password of the user with whom Rancher tries the directory"),
        ...who,
      });
    }
    if (oidc) {
      new AuthConfigGenericOidc(this, "oidc", {
        issuer: oidc.issuer,
        clientId: oidc.clientId,
        clientSecret: this.secret("oidc_client_secret", "Secret of Rancher at the provider of OpenID Connect"),
        rancherUrl: `${url}/verify-auth`,
        groupsField: oidc.groupsClaim,
        scopes: oidc.scopes.join(" "),
        ...who,
      });
    }
  }

  private secret(name: string, description: string): string {
    const variable = new TerraformVariable(this, name, { type: "string", sensitive: true, description });
    variable.overrideLogicalId(name);
    return variable.stringValue;
  }
}
