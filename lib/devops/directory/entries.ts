import type { Addition, Entry } from "./ldif";
import type { DirectoryNames, DirectoryTool } from "./names";

/** Somebody who is put into a new directory; from then on administrators keep the entry by hand. */
export interface Person {
  /** Name for signing in. */
  readonly uid: string;
  /** Name to show. */
  readonly name: string;
  readonly mail: string;
  /** Groups of the directory. */
  readonly groups: readonly string[];
}

/** A group of people. */
export interface PeopleGroup {
  readonly name: string;
  readonly title: string;
}

/**
 * What holds for passwords of people. Long rather than mixed, and never out of date by the clock (NIST SP 800-63B); ten wrong ones
 * lock an account for a quarter of an hour.
 */
const PEOPLE_POLICY = {
  pwdMinLength: "12",
  pwdCheckQuality: "2",
  pwdInHistory: "5",
  pwdMaxAge: "0",
  pwdAllowUserChange: "TRUE",
  pwdSafeModify: "TRUE",
  pwdLockout: "TRUE",
  pwdMaxFailure: "10",
  pwdFailureCountInterval: "900",
  pwdLockoutDuration: "900",
};

/** The tools' accounts are never locked: whoever reaches the directory could lock all people out with ten wrong passwords. */
const SERVICES_POLICY = { pwdMinLength: "20", pwdCheckQuality: "2", pwdAllowUserChange: "FALSE", pwdLockout: "FALSE" };

/**
 * The entries that every directory has: added where they are missing, never changed where they are.
 *
 * @param organisation name of the organisation, which the suffix is made of
 */
export function baseEntries(
  organisation: string,
  names: DirectoryNames,
  groups: readonly PeopleGroup[],
  tools: readonly DirectoryTool[],
): Entry[] {
  const unit = (dn: string, ou: string, description: string): Entry => ({
    dn,
    attributes: { objectClass: "organizationalUnit", ou, description },
  });
  return [
    { dn: names.suffix, attributes: { objectClass: "organization", o: organisation } },
    unit(names.people, "people", "Whoever may sign in to a tool"),
    unit(names.groups, "groups", "Partners, pilots and roles: the tools give rights to groups alone"),
    unit(names.services, "services", "Accounts of the tools, to read with"),
    unit(names.policies, "policies", "What holds for passwords"),
    policy(names.policy("people"), "people", PEOPLE_POLICY),
    policy(names.policy("services"), "services", SERVICES_POLICY),
    {
      dn: names.nobody,
      attributes: { objectClass: "organizationalRole", cn: "nobody", description: "Stands in groups without members" },
    },
    {
      dn: names.record,
      attributes: { objectClass: "organizationalRole", cn: "bootstrap", description: "Whom the description put in" },
    },
    ...groups.map(({ name, title }) => ({
      dn: names.group(name),
      attributes: { objectClass: "groupOfNames", cn: name, description: title, member: names.nobody },
    })),
    ...tools.map((tool) => ({
      dn: names.service(tool),
      attributes: {
        objectClass: ["organizationalRole", "simpleSecurityObject"],
        cn: tool,
        // Nobody's password: the real one is set from a secret at once.
        userPassword: "{CRYPT}!",
        pwdPolicySubentry: names.policy("services"),
      },
    })),
  ];
}

function policy(dn: string, cn: string, rules: Readonly<Record<string, string>>): Entry {
  return {
    dn,
    attributes: { objectClass: ["device", "pwdPolicy"], cn, pwdAttribute: "userPassword", ...rules },
  };
}

/** The entry of somebody. There is no password in it. */
export function personEntry(names: DirectoryNames, { uid, name, mail }: Person): Entry {
  const familyName = name.trim().split(/\s+/).at(-1) ?? name;
  return {
    dn: names.person(uid),
    attributes: { objectClass: "inetOrgPerson", uid, cn: name, sn: familyName, mail },
  };
}

/** What makes somebody a member of groups. */
export function memberships(names: DirectoryNames, { uid, groups }: Person): Addition[] {
  return groups.map((group) => ({ dn: names.group(group), attribute: "member", value: names.person(uid) }));
}
