import type { DirectoryAccess } from "../directory-access";

/** Name of the connection in Nexus. */
export const LDAP_CONNECTION = "directory";

/** How long Nexus waits for the directory, in seconds, and when it tries again one that does not answer: the defaults of its pages. */
const PATIENCE = { connectionTimeoutSeconds: 30, connectionRetryDelaySeconds: 300, maxIncidentsCount: 3 };

/** How a group's entry names a member: by the whole DN of the entry that Nexus found for the name at sign-in. Nexus fills it in. */
const MEMBER_FORMAT = "${dn}";

/**
 * The connection to the directory as Nexus' REST API takes it, without the password. A group's name is the id of a role: a
 * person has the roles of all of their groups. The server's certificate is checked against the authorities of the Java that
 * Nexus runs in (`useTrustStore: false`), to which the pod adds the directory's.
 */
export function ldapConnection(access: DirectoryAccess) {
  const { host, port, base, users, groups, bind } = access;
  return {
    name: LDAP_CONNECTION,
    protocol: "LDAPS",
    useTrustStore: false,
    host,
    port,
    searchBase: base,
    authScheme: "SIMPLE",
    authUsername: bind.dn,
    ...PATIENCE,
    userBaseDn: below(base, users.base),
    userSubtree: true,
    userObjectClass: users.objectClass,
    userLdapFilter: users.filter,
    userIdAttribute: users.id,
    userRealNameAttribute: users.name,
    userEmailAddressAttribute: users.mail,
    ldapGroupsAsRoles: true,
    groupType: "STATIC",
    groupBaseDn: below(base, groups.base),
    groupSubtree: true,
    groupObjectClass: groups.objectClass,
    groupIdAttribute: groups.id,
    groupMemberAttribute: groups.member,
    groupMemberFormat: MEMBER_FORMAT,
  };
}

/** A question that Nexus puts to the directory, always below a whole subtree. */
export interface LdapSearch {
  /** When it is put. */
  readonly when: string;
  readonly base: string;
  readonly filter: string;
  readonly attributes: readonly string[];
  /** Most entries that Nexus takes. Default: all */
  readonly limit?: number;
}

/**
 * What Nexus asks the directory about a person, as its tool's account: who they are, which groups they are in, and what its
 * pages ask to show people and groups. Between the first two it binds as the entry that it found, with the password that
 * was given. As in the sources that Sonatype published (nexus-public 2.15.1, `DefaultLdapUserDAO` and `DefaultLdapGroupDAO`);
 * those of version 3 are not public.
 *
 * @param user name that somebody signs in with
 * @param dn their entry
 */
export function nexusSearches({ users, groups }: DirectoryAccess, user: string, dn: string): LdapSearch[] {
  const attributes = [users.id, users.name, users.mail];
  const people = (name: string) => `(&(objectClass=${users.objectClass})(${users.id}=${name})${users.filter})`;
  const memberOf = `(${groups.member}=${escaped(dn)})`;
  return [
    { when: "somebody signs in", base: users.base, filter: people(user), attributes, limit: 1 },
    {
      when: "rights are looked up",
      base: groups.base,
      filter: `(&(objectClass=${groups.objectClass})(&(${groups.id}=*)${memberOf}))`,
      attributes: [groups.id],
    },
    { when: "an administrator looks for people", base: users.base, filter: people(`${user}*`), attributes },
    {
      when: "an administrator looks at groups",
      base: groups.base,
      filter: `(objectClass=${groups.objectClass})`,
      attributes: [groups.id],
    },
  ];
}

/** A value as it stands in a filter (RFC 4515): Java's LDAP client writes the DN so. */
function escaped(value: string): string {
  return value.replace(/[\\*()\0]/g, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** A DN as it stands below another: Nexus puts the base behind it. */
function below(base: string, dn: string): string {
  const ending = `,${base}`.toLowerCase();
  if (dn.toLowerCase() === base.toLowerCase()) return "";
  if (dn.toLowerCase().endsWith(ending)) return dn.slice(0, -ending.length);
  throw new Error(`${dn} does not stand below ${base}, where Nexus begins to search. Name a base that holds both.`);
}
