import type { DirectoryAccess } from "../directory-access";
import { secretReference } from "./jcasc-text";

/** What Jenkins asks the directory: names of entries are relative to the root, and `{0}` is what is looked for. */
export interface LdapSearches {
  readonly root: string;
  /** Below which entry a person is looked for, and how: `{0}` is the name for signing in. */
  readonly users: { readonly base: string; readonly filter: string };
  /** Below which entry groups are looked for. */
  readonly groupBase: string;
  /** A group by name: `{0}` is the name. */
  readonly groupByName: string;
  /** The groups of a person: `{0}` is the full DN of the person. */
  readonly groupsOfUser: string;
}

/** The only attribute that the LDAP plugin takes the name of a group from; nothing sets it otherwise. */
const GROUP_NAME = "cn";

/** How long an answer of the directory is believed, in seconds: so long a person who was locked may go on. */
const BELIEVED_SECONDS = 300;

/** The searches that Jenkins makes for a directory. @throws when its groups have their names where Jenkins does not look */
export function ldapSearches({ base, users, groups }: DirectoryAccess): LdapSearches {
  if (groups.id.toLowerCase() !== GROUP_NAME) {
    throw new Error(`Jenkins takes names of groups from the attribute ${GROUP_NAME} alone, not from ${groups.id}.`);
  }
  return {
    root: base,
    users: {
      base: relativeName(users.base, base),
      filter: `(&(objectClass=${users.objectClass})${users.filter}(${users.id}={0}))`,
    },
    groupBase: relativeName(groups.base, base),
    groupByName: `(&(objectClass=${groups.objectClass})(${groups.id}={0}))`,
    groupsOfUser: `(&(objectClass=${groups.objectClass})(${groups.member}={0}))`,
  };
}

/**
 * The security realm (keys of the LDAP plugin 807). Without `disableRolePrefixing` every group `x` would count as a group `ROLE_X` too.
 */
export function ldapRealm(directory: DirectoryAccess): object {
  const { host, port, users, bind } = directory;
  const searches = ldapSearches(directory);
  return {
    ldap: {
      configurations: [
        {
          server: `ldaps://${host}:${port}`,
          rootDN: searches.root,
          inhibitInferRootDN: true,
          managerDN: bind.dn,
          managerPasswordSecret: secretReference(bind.password),
          userSearchBase: searches.users.base,
          userSearch: searches.users.filter,
          groupSearchBase: searches.groupBase,
          groupSearchFilter: searches.groupByName,
          groupMembershipStrategy: { fromGroupSearch: { filter: searches.groupsOfUser } },
          displayNameAttributeName: users.name,
          mailAddressAttributeName: users.mail,
        },
      ],
      cache: { size: 256, ttl: BELIEVED_SECONDS },
      userIdStrategy: "caseInsensitive",
      groupIdStrategy: "caseInsensitive",
      disableMailAddressResolver: true,
      disableRolePrefixing: true,
    },
  };
}

/** The name of an entry without that of the one that it stands below. @throws when it does not stand below it */
function relativeName(name: string, base: string): string {
  const parts = partsOf(name);
  const end = partsOf(base);
  const isBelow = end.every((part, index) => same(parts[parts.length - end.length + index], part));
  if (!isBelow) throw new Error(`${name} does not stand below ${base}.`);
  return parts.slice(0, parts.length - end.length).join(",");
}

const partsOf = (name: string) => name.split(/(?<!\\),/).map((part) => part.trim());

const same = (one: string | undefined, other: string) => one?.toLowerCase() === other.toLowerCase();
