import type { DirectoryServer } from "../../config/devops/directory";
import type { DirectoryAccess } from "../directory-access";
import { has } from "./filters";

/** How a tool reads an LDAP server elsewhere: all tools by the one account that the description names. */
export function serverAccess({ host, port, base, users, groups, bind, authority }: DirectoryServer): DirectoryAccess {
  return {
    host,
    port,
    base,
    users: { ...users, filter: users.filter ?? has("objectClass", users.objectClass) },
    groups,
    bind: { dn: bind.dn, password: { secret: bind.secret, key: "password" } },
    authority: authority === undefined ? undefined : { secret: authority, key: "ca.crt" },
  };
}
