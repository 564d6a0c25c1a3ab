/** Tools that read the directory, each with an account of its own. */
export const DIRECTORY_TOOLS = ["gitlab", "grafana", "jenkins", "nexus"] as const;

/** One of those tools. */
export type DirectoryTool = (typeof DIRECTORY_TOOLS)[number];

/** The distinguished names of a directory. The suffix is the organisation: a testbed whose domain changes keeps its people. */
export class DirectoryNames {
  /** The entry that everything stands below. */
  readonly suffix: string;
  readonly people: string;
  readonly groups: string;
  /** Where the accounts of the tools are. */
  readonly services: string;
  readonly policies: string;
  /** Whoever is inside the pod acts as this one: it has no password, so nobody can sign in as it. */
  readonly manager: string;
  /** Stands in groups without members, which LDAP does not allow (RFC 4519, `groupOfNames`). Nobody can sign in as it. */
  readonly nobody: string;
  /** Remembers who was put in, so that people who were taken out by hand do not come back. */
  readonly record: string;

  /** @param organisation a name without characters that mean something in LDAP (`directorySchema` sees to it) */
  constructor(organisation: string) {
    this.suffix = `o=${organisation}`;
    this.people = `ou=people,${this.suffix}`;
    this.groups = `ou=groups,${this.suffix}`;
    this.services = `ou=services,${this.suffix}`;
    this.policies = `ou=policies,${this.suffix}`;
    this.manager = `cn=manager,${this.suffix}`;
    this.nobody = `cn=nobody,${this.suffix}`;
    this.record = `cn=bootstrap,${this.suffix}`;
  }

  person(uid: string): string {
    return `uid=${uid},${this.people}`;
  }

  group(name: string): string {
    return `cn=${name},${this.groups}`;
  }

  service(tool: DirectoryTool): string {
    return `cn=${tool},${this.services}`;
  }

  policy(name: "people" | "services"): string {
    return `cn=${name},${this.policies}`;
  }
}
