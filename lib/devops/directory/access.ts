import type { DirectoryAccess } from "../directory-access";
import type { Grant } from "../grant";
import { bindSecret, DEVOPS, MADE_SECRETS } from "../names";
import { all, any, has, not } from "./filters";
import type { DirectoryNames, DirectoryTool } from "./names";

/** Name of the directory's service, and of all that belongs to it. */
export const DIRECTORY = "directory";

/** Port of its service, the usual one of `ldaps://`. */
export const LDAPS_PORT = 636;

/** The time that the password policy writes for people whom an administrator has locked for good (slapo-ppolicy(5)). */
const LOCKED_FOR_GOOD = "000001010000Z";

/**
 * How a tool reads the testbed's own directory. It finds those whom a grant names, and nobody whom an administrator has
 * locked: a tool that lets people in by tokens or keys looks nowhere else. Who is locked for a while, after wrong
 * passwords, is found: only by signing in again the time ends.
 */
export function directoryAccess(names: DirectoryNames, grants: readonly Grant[], tool: DirectoryTool): DirectoryAccess {
  const groups = new Set(grants.map(({ group }) => names.group(group)));
  // Without any grant nobody is found: nobody is a member of the entry that stands for nobody.
  const members = (groups.size > 0 ? [...groups] : [names.nobody]).map((group) => has("memberOf", group));
  const unlocked = not(has("pwdAccountLockedTime", LOCKED_FOR_GOOD));
  return {
    host: `${DIRECTORY}.${DEVOPS.namespace}.svc`,
    port: LDAPS_PORT,
    base: names.suffix,
    users: {
      base: names.people,
      objectClass: "inetOrgPerson",
      filter: all([has("objectClass", "inetOrgPerson"), any(members), unlocked]),
      id: "uid",
      name: "cn",
      mail: "mail",
    },
    groups: { base: names.groups, objectClass: "groupOfNames", id: "cn", member: "member" },
    bind: { dn: names.service(tool), password: { secret: bindSecret(tool), key: "password" } },
    authority: { secret: MADE_SECRETS.directoryAuthority, key: "ca.crt" },
  };
}
