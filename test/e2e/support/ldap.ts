import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../support/synth";
import { type Run, run } from "./run";

/** An entry as somebody is shown it: the values of each attribute, by its name; binary ones in base64. */
export interface Found {
  readonly dn: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** What a server answers: LDAP's result code (RFC 4511, appendix A), 255 where nobody was reached, and what was said. */
export interface Answer {
  readonly code: number;
  readonly said: string;
}

/** Results that the tests wait for (RFC 4511, appendix A). */
export const RESULT = {
  success: 0,
  compareFalse: 5,
  compareTrue: 6,
  strongerAuthRequired: 8,
  confidentialityRequired: 13,
  constraintViolation: 19,
  noSuchObject: 32,
  invalidSyntax: 21,
  inappropriateAuthentication: 48,
  invalidCredentials: 49,
  insufficientAccess: 50,
  unwilling: 53,
  entryExists: 68,
  proxiedAuthorizationDenied: 123,
  unreachable: 255,
} as const;

/** How a client reaches a server. */
export interface LdapServer {
  readonly url: string;
  /** File with the certificate of the authority that is trusted. */
  readonly authority: string;
}

/** Somebody's connections to a server, with OpenLDAP's own client tools. Each call is a connection and a sign-in. */
export class LdapClient {
  private constructor(
    private readonly server: LdapServer,
    /** How it signs in: arguments of the tools. */
    private readonly credentials: readonly string[],
    /** User of the processes. */
    private readonly user?: number,
  ) {}

  /** Signs in as an entry by its password. */
  static simple(server: LdapServer, dn: string, password: string): LdapClient {
    return new LdapClient(server, ["-x", "-D", dn, "-w", password]);
  }

  /** Does not sign in. */
  static anonymous(server: LdapServer): LdapClient {
    return new LdapClient(server, ["-x"]);
  }

  /** Signs in by a method of SASL. */
  static method(server: LdapServer, name: string): LdapClient {
    return new LdapClient(server, ["-Q", "-Y", name]);
  }

  /** Signs in as the owner of a process of this machine, by a socket. */
  static external(socket: string, user: number): LdapClient {
    return new LdapClient({ url: socket, authority: "/dev/null" }, ["-Q", "-Y", "EXTERNAL"], user);
  }

  /** Signs in, and asks who it is then. */
  async whoami(...options: string[]): Promise<Answer> {
    return answer(await this.call("ldapwhoami", options));
  }

  /** Entries below a base that a filter finds, with these attributes; without any, those that users have. */
  async search(base: string, filter: string, attributes: readonly string[] = [], ...options: string[]) {
    const ran = await this.call("ldapsearch", [
      "-LLL",
      "-o",
      "ldif-wrap=no",
      ...options,
      "-b",
      base,
      filter,
      ...attributes,
    ]);
    return { code: answer(ran).code, said: ran.stderr.trim(), entries: readLdif(ran.stdout) };
  }

  /** The names of entries that a filter finds. */
  async names(base: string, filter: string, ...options: string[]): Promise<string[]> {
    const { entries } = await this.search(base, filter, ["1.1"], ...options);
    return entries.map(({ dn }) => dn).sort();
  }

  /** Changes what LDIF says; an entry without more is added. */
  async apply(ldif: string, ...options: string[]): Promise<Answer> {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755); // Whoever reads it may be another user than we are.
    const file = join(folder, "changes.ldif");
    writeFileSync(file, ldif);
    return answer(await this.call("ldapmodify", ["-a", ...options, "-f", file]));
  }

  /** Writes values into an attribute of an entry, in the words of LDIF: `add`, `replace`, `delete`. */
  modify(dn: string, how: "add" | "replace" | "delete", attribute: string, ...values: string[]): Promise<Answer> {
    const lines = values.map((value) => `${attribute}:: ${Buffer.from(value).toString("base64")}\n`);
    return this.apply(`dn: ${dn}\nchangetype: modify\n${how}: ${attribute}\n${lines.join("")}`);
  }

  /** Takes an entry out. */
  delete(dn: string): Promise<Answer> {
    return this.apply(`dn: ${dn}\nchangetype: delete\n`);
  }

  /** Sets the password of an entry by the extended operation for it (RFC 3062); its owner names the old one. */
  async setPassword(dn: string, password: string, old?: string): Promise<Answer> {
    return answer(await this.call("ldappasswd", [...(old === undefined ? [] : ["-a", old]), "-s", password, dn]));
  }

  /** Asks whether an entry has a value. */
  async compare(dn: string, attribute: string, value: string): Promise<Answer> {
    return answer(await this.call("ldapcompare", [dn, `${attribute}:${value}`]));
  }

  private call(tool: string, args: readonly string[]): Promise<Run> {
    const { url, authority } = this.server;
    const env = { LDAPCONF: "/dev/null", LDAPRC: "none", HOME: "/nonexistent", LDAPTLS_CACERT: authority };
    const all = [...this.credentials, "-H", url, "-o", "nettimeout=5", ...args];
    if (this.user === undefined) return run(tool, all, { env });
    const user = String(this.user);
    return run("setpriv", ["--reuid", user, "--regid", user, "--clear-groups", tool, ...all], { env });
  }
}

/** Not every tool ends with the result's code, but each says it. */
function answer({ status, stdout, stderr }: Run): Answer {
  const said = `${stderr}\n${stdout}`.trim();
  const [, code] = /^\w[^\n]*: [^\n]* \((\d+)\)$/m.exec(said) ?? [];
  return { code: status === 1 && code ? Number(code) : status, said };
}

/** Entries as `ldapsearch` and `slapcat` write them, without folded lines. */
export function readLdif(text: string): Found[] {
  return text
    .replaceAll("\n ", "")
    .split(/\n\n+/)
    .map((block) => block.split("\n").flatMap(readLine))
    .filter(([first]) => first?.[0] === "dn")
    .map(([first, ...values]) => {
      const attributes: Record<string, string[]> = {};
      for (const [name, value] of values) attributes[name] = [...(attributes[name] ?? []), value];
      return { dn: first?.[1] ?? "", attributes };
    });
}

function readLine(line: string): [string, string][] {
  const [, name, encoded, value] = /^([^:#]+):(:?) ?(.*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) return [];
  return [[name, encoded ? Buffer.from(value, "base64").toString("utf8") : value]];
}
