import { z } from "zod";
import { filterText } from "../../../lib/devops/directory/filters";
import type { DirectoryTool } from "../../../lib/devops/directory/names";
import type { DirectoryAccess } from "../../../lib/devops/directory-access";
import { ldapRealm } from "../../../lib/devops/jenkins/ldap";
import { ldapConnection } from "../../../lib/devops/nexus/ldap";

/** What a tool looks for, and below which entry. */
export interface Question {
  readonly base: string;
  readonly filter: string;
}

/** The questions that a tool puts to the directory when somebody signs in. */
export interface SignInQuestions {
  /** Who has this name: exactly one, or there is no sign-in. */
  person(name: string): Question;
  /** The groups of the one who was found. */
  groups(dn: string): Question;
}

/** What the questions of each tool are, made from the settings that we render, as the tool's own sources make them. */
export const QUESTIONS: Readonly<Record<DirectoryTool, (access: DirectoryAccess) => SignInQuestions>> = {
  gitlab,
  grafana,
  jenkins,
  nexus,
};

const realmSchema = z.object({
  ldap: z.object({
    configurations: z.tuple([
      z.object({
        rootDN: z.string(),
        userSearchBase: z.string(),
        userSearch: z.string(),
        groupSearchBase: z.string(),
        groupMembershipStrategy: z.object({ fromGroupSearch: z.object({ filter: z.string() }) }),
      }),
    ]),
  }),
});

/** Spring's `FilterBasedLdapUserSearch` and `DefaultLdapAuthoritiesPopulator`: `{0}`, escaped; bases are relative to the root. */
function jenkins(access: DirectoryAccess): SignInQuestions {
  const [settings] = realmSchema.parse(ldapRealm(access)).ldap.configurations;
  const question = (base: string, filter: string, value: string): Question => ({
    base: below(base, settings.rootDN),
    filter: filter.replaceAll("{0}", filterText(value)),
  });
  const { filter } = settings.groupMembershipStrategy.fromGroupSearch;
  return {
    person: (name) => question(settings.userSearchBase, settings.userSearch, name),
    groups: (dn) => question(settings.groupSearchBase, filter, dn),
  };
}

/** Nexus' `DefaultLdapUserDAO` and `DefaultLdapGroupDAO`; its `${dn}` is the whole DN of the person who was found. */
function nexus(access: DirectoryAccess): SignInQuestions {
  const settings = ldapConnection(access);
  const { userObjectClass, userIdAttribute, userLdapFilter, groupObjectClass, groupIdAttribute } = settings;
  const { groupMemberAttribute, groupMemberFormat } = settings;
  return {
    person: (name) => ({
      base: below(settings.userBaseDn, settings.searchBase),
      filter: `(&(objectClass=${userObjectClass})(${userIdAttribute}=${filterText(name)})${userLdapFilter})`,
    }),
    groups: (dn) => {
      const member = groupMemberFormat.replaceAll("${dn}", () => filterText(dn));
      return {
        base: below(settings.groupBaseDn, settings.searchBase),
        filter: `(&(objectClass=${groupObjectClass})(&(${groupIdAttribute}=*)(${groupMemberAttribute}=${member})))`,
      };
    },
  };
}

/** `uid`, `base` and `user_filter` of GitLab, which `Gitlab::Auth::Ldap::Adapter` joins; its groups as the enterprise edition's do. */
function gitlab({ users, groups }: DirectoryAccess): SignInQuestions {
  return {
    person: (name) => ({ base: users.base, filter: `(&(${users.id}=${filterText(name)})${users.filter})` }),
    groups: (dn) => ({ base: groups.base, filter: `(${groups.member}=${filterText(dn)})` }),
  };
}

/** `search_filter` and `group_search_filter` of Grafana's `ldap.toml` (pkg/services/ldap): one question for all names. */
function grafana({ users, groups }: DirectoryAccess): SignInQuestions {
  const searchFilter = `(&${users.filter}(${users.id}=%s))`;
  const groupSearchFilter = `(&(objectClass=${groups.objectClass})(${groups.member}=%s))`;
  return {
    person: (name) => ({ base: users.base, filter: `(|${searchFilter.replaceAll("%s", () => filterText(name))})` }),
    groups: (dn) => ({ base: groups.base, filter: groupSearchFilter.replaceAll("%s", () => filterText(dn)) }),
  };
}

function below(name: string, base: string): string {
  return name === "" ? base : `${name},${base}`;
}
