import type { Entry } from "./ldif";
import { ldif } from "./ldif";
import type { DirectoryNames } from "./names";

/** Where things are in the pod of the directory. */
export const DIRECTORY_PATHS = {
  data: "/data",
  backup: "/backup",
  /** Certificate, key and authority, as cert-manager writes them. */
  tls: "/tls",
  /** What runs only as long as the pod does: configuration, socket, process id. */
  run: "/run/slapd",
} as const;

/** Port of the process. */
export const DIRECTORY_PORT = 1636;

/** User and group of the process: nobody else's in the image or on the node. */
export const DIRECTORY_USER = 10389;

/** Whoever is inside the pod with the user of the process: slapd knows it by the socket, without a password. */
const INSIDE = `gidNumber=${DIRECTORY_USER}+uidNumber=${DIRECTORY_USER},cn=peercred,cn=external,cn=auth`;

/** Most that the database may grow to, in bytes: the size of the claim is the bound, so the file may be as large. */
const LARGEST_DATABASE = 2 ** 30;

/**
 * What hashing a password takes: 12 MiB and three rounds (OWASP, Password Storage Cheat Sheet), where the module's own 4 MiB are
 * fewer than anybody recommends. Sixteen threads sign people in at once, so they take 192 MiB at most.
 */
const HASH_COSTS = "m=12288 t=3 p=1";

/** Attributes of people that tools read. */
const PUBLIC_ATTRIBUTES = "entry,objectClass,uid,cn,sn,givenName,displayName,mail,memberOf";

/** What the configuration of slapd has to know. */
export interface DirectoryConfiguration {
  readonly names: DirectoryNames;
  /** Groups whose members administrate the directory. */
  readonly administrators: readonly string[];
}

/**
 * The configuration of slapd (`cn=config`), made anew at each start: what people change there by hand is gone then, what they
 * change of people and groups stays. Nothing is to be had without signing in, nothing without TLS.
 */
export function slapdConfiguration({ names, administrators }: DirectoryConfiguration): string {
  const { tls, run, data } = DIRECTORY_PATHS;
  const modules = ["back_mdb", "memberof", "refint", "ppolicy", "unique", `argon2 ${HASH_COSTS}`];
  const overlay = (number: number, name: string, objectClass: string, attributes: Entry["attributes"]): Entry => ({
    dn: `olcOverlay={${number}}${name},olcDatabase={1}mdb,cn=config`,
    attributes: { objectClass: ["olcOverlayConfig", objectClass], olcOverlay: `{${number}}${name}`, ...attributes },
  });
  const global: Entry = {
    dn: "cn=config",
    attributes: {
      objectClass: "olcGlobal",
      cn: "config",
      olcLogLevel: "stats",
      olcPidFile: `${run}/slapd.pid`,
      olcArgsFile: `${run}/slapd.args`,
      olcTLSCertificateFile: `${tls}/tls.crt`,
      olcTLSCertificateKeyFile: `${tls}/tls.key`,
      olcTLSCACertificateFile: `${tls}/ca.crt`,
      olcTLSVerifyClient: "never",
      // TLS 1.2 and newer, in the words of GnuTLS, which Debian builds slapd with: it ignores `olcTLSProtocolMin`.
      olcTLSCipherSuite: "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2",
      olcSecurity: "simple_bind=128",
      olcDisallows: "bind_anon",
      olcRequires: "authc",
      olcAuthzRegexp: `{0}^${INSIDE.replace("+", "\\+")}$ "${names.manager}"`,
      // The socket inside the pod is as good as TLS.
      olcLocalSSF: "256",
      olcIdleTimeout: "900",
    },
  };
  const module: Entry = {
    dn: "cn=module{0},cn=config",
    attributes: {
      objectClass: "olcModuleList",
      cn: "module{0}",
      olcModulePath: "/usr/lib/ldap",
      olcModuleLoad: modules.map((name, number) => `{${number}}${name}`),
    },
  };
  const schema: Entry = { dn: "cn=schema,cn=config", attributes: { objectClass: "olcSchemaConfig", cn: "schema" } };
  const databases: Entry[] = [
    {
      dn: "olcDatabase={-1}frontend,cn=config",
      attributes: {
        objectClass: ["olcDatabaseConfig", "olcFrontendConfig"],
        olcDatabase: "{-1}frontend",
        olcPasswordHash: "{ARGON2}",
        olcAccess: "{0}to * by * none",
      },
    },
    {
      dn: "olcDatabase={0}config,cn=config",
      attributes: {
        objectClass: "olcDatabaseConfig",
        olcDatabase: "{0}config",
        olcAccess: "{0}to * by * none",
      },
    },
    {
      dn: "olcDatabase={1}mdb,cn=config",
      attributes: {
        objectClass: ["olcDatabaseConfig", "olcMdbConfig"],
        olcDatabase: "{1}mdb",
        olcDbDirectory: data,
        olcDbMaxSize: String(LARGEST_DATABASE),
        olcSuffix: names.suffix,
        olcRootDN: names.manager,
        olcDbIndex: [
          "objectClass eq",
          "uid eq",
          "cn eq",
          "mail eq",
          "member eq",
          "memberOf eq",
          "entryUUID eq",
          "entryCSN eq",
        ],
        olcAccess: accessRules(names, administrators).map((rule, number) => `{${number}}${rule}`),
      },
    },
  ];
  const overlays = [
    overlay(0, "memberof", "olcMemberOfConfig", { olcMemberOfRefInt: "TRUE" }),
    overlay(1, "refint", "olcRefintConfig", { olcRefintAttribute: "member", olcRefintNothing: names.nobody }),
    overlay(2, "ppolicy", "olcPPolicyConfig", {
      olcPPolicyDefault: names.policy("people"),
      olcPPolicyHashCleartext: "TRUE",
      // Whoever tries passwords is not told which accounts are locked.
      olcPPolicyUseLockout: "FALSE",
    }),
    overlay(3, "unique", "olcUniqueConfig", {
      olcUniqueURI: ["uid", "mail"].map((attribute) => `ldap:///${encodeURI(names.people)}?${attribute}?sub`),
    }),
  ];
  const schemas = ["core", "cosine", "inetorgperson"].map((name) => `include: file:///etc/ldap/schema/${name}.ldif\n`);
  return [ldif([global, module, schema]), ...schemas, ldif([...databases, ...overlays])].join("\n");
}

/**
 * Who may do what, the first rule that fits. Administrators keep people and groups. A tool reads people and groups, and neither
 * passwords nor the accounts of other tools. People change their own password, and see nobody: they look people up in tools.
 */
function accessRules(names: DirectoryNames, administrators: readonly string[]): string[] {
  const admins = administrators.map((group) => `group/groupOfNames/member.exact="${names.group(group)}"`);
  const byAdmins = (right: string) => admins.map((who) => `by ${who} ${right}`);
  const byTools = (right: string) => `by dn.onelevel="${names.services}" ${right}`;
  const rule = (what: string, ...by: string[]) => [`to ${what}`, ...by, "by * none"].join(" ");
  const below = (dn: string) => `dn.subtree="${dn}"`;
  return [
    rule(`${below(names.services)} attrs=userPassword`, "by anonymous auth"),
    rule(`${below(names.services)}`, ...byAdmins("read")),
    // Stored as it is and never hashed; and the password policy counts the scheme's name among the characters.
    rule('attrs=userPassword val.regex="^\\{CLEARTEXT\\}.*"'),
    rule("attrs=userPassword", "by self =xw", ...byAdmins("=mxw"), "by anonymous auth"),
    rule("attrs=pwdHistory"),
    rule("attrs=pwdAccountLockedTime", ...byAdmins("write"), byTools("search")),
    rule(`${below(names.people)} attrs=${PUBLIC_ATTRIBUTES}`, ...byAdmins("write"), byTools("read"), "by self read"),
    rule(below(names.people), ...byAdmins("write"), "by self read"),
    rule(below(names.groups), ...byAdmins("write"), byTools("read")),
    rule(below(names.policies), ...byAdmins("read")),
    rule("*", ...byAdmins("read"), byTools("search")),
  ];
}
