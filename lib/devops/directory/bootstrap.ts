import { slapdConfiguration } from "./configuration";
import { baseEntries, memberships, type PeopleGroup, type Person, personEntry } from "./entries";
import { ldif, ldifAdditions } from "./ldif";
import type { DirectoryNames, DirectoryTool } from "./names";

/** What a directory begins with. */
export interface Bootstrap {
  readonly organisation: string;
  readonly names: DirectoryNames;
  readonly groups: readonly PeopleGroup[];
  readonly people: readonly Person[];
  /** Tools that read it. */
  readonly tools: readonly DirectoryTool[];
  /** Groups whose members administrate it. */
  readonly administrators: readonly string[];
}

/** The files that `devops/directory/start.sh` reads, by name. There is no password in them. */
export function bootstrapFiles(bootstrap: Bootstrap): Record<string, string> {
  const { organisation, names, groups, people, tools, administrators } = bootstrap;
  const lines = (pairs: readonly (readonly [string, string])[]) => pairs.map(([a, b]) => `${a} ${b}\n`).join("");
  return {
    "config.ldif": slapdConfiguration({ names, administrators }),
    "base.ldif": ldif(baseEntries(organisation, names, groups, tools)),
    services: lines(tools.map((tool) => [tool, names.service(tool)])),
    people: lines(people.map(({ uid }) => [uid, names.person(uid)])),
    ...Object.fromEntries(
      people.flatMap((person) => [
        [`person.${person.uid}.ldif`, ldif([personEntry(names, person)])],
        [`groups.${person.uid}.ldif`, ldifAdditions(memberships(names, person))],
      ]),
    ),
  };
}
