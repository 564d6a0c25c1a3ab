/** A key of a secret in the namespace of the tools. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
}

/** How one tool finds people and their groups: in the testbed's own directory, or in an LDAP server elsewhere. Always by `ldaps://`. */
export interface DirectoryAccess {
  /** Name of the server, as its certificate has it. */
  readonly host: string;
  readonly port: number;
  /** The entry that everything stands below. */
  readonly base: string;
  readonly users: {
    /** The entry that people stand below, a full DN; not necessarily directly. */
    readonly base: string;
    readonly objectClass: string;
    /** Filter for those who may sign in, in its parentheses: without locked people, and without those whom no grant names. */
    readonly filter: string;
    /** Attributes that hold the name for signing in, the name to show, and the mail address. */
    readonly id: string;
    readonly name: string;
    readonly mail: string;
  };
  readonly groups: {
    /** The entry that groups stand below, a full DN. */
    readonly base: string;
    readonly objectClass: string;
    /** Attributes that hold a group's name, and the full DN of each member. */
    readonly id: string;
    readonly member: string;
  };
  /** The account that the tool reads with: its full DN, and where its password is. */
  readonly bind: { readonly dn: string; readonly password: SecretKey };
  /** Certificate of the authority that signed the server's, PEM. Default: one that everybody trusts */
  readonly authority?: SecretKey | undefined;
}
