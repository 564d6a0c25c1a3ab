import { Fn } from "cdktf";
import { isUnresolved } from "../charts/unresolved";
import { literal } from "../literal";

/** How parts of a cluster act at OpenStack. Everything but the certificates may be a token. */
export interface OpenStackAccess {
  /** Address of Keystone, such as `https://keystone.example.org:5000/v3`. */
  readonly authUrl: string;
  readonly region: string;
  readonly applicationCredentialId: string;
  readonly applicationCredentialSecret: string;
  /** Certificates of the authority of OpenStack's addresses, PEM. Default: those that the images trust */
  readonly certificateAuthority?: string | undefined;
  /** Whether Cinder has the availability zones of Nova, by the same names: volumes are then made where their pod runs. Default: true */
  readonly volumeZones?: boolean | undefined;
}

/** Where the certificates stand beside `cloud.conf` in the secret, and where each pod that needs them finds them. */
export const AUTHORITY = { key: "ca.crt", path: "/etc/config/ca.crt" } as const;

/**
 * What `cloud.conf` says, the same to the cloud controller and to the driver of volumes: who they are, and that load balancers of
 * OpenStack are none of their business, as the way in is the bastion. Text for Terraform, in which any value means itself.
 *
 * @throws Error when a value holds characters that the file cannot hold
 */
export function cloudConf(access: OpenStackAccess): string {
  const lines = [
    "[Global]",
    `auth-url=${quoted("auth-url", access.authUrl)}`,
    `region=${quoted("region", access.region)}`,
    `application-credential-id=${quoted("application-credential-id", access.applicationCredentialId)}`,
    `application-credential-secret=${quoted("application-credential-secret", access.applicationCredentialSecret)}`,
    ...(access.certificateAuthority === undefined ? [] : [`ca-file=${AUTHORITY.path}`]),
    "",
    "[LoadBalancer]",
    "enabled=false",
    "",
    "[BlockStorage]",
    `ignore-volume-az=${!(access.volumeZones ?? true)}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** What means something else within quotes of the file, how Terraform looks for it, and how it is written there. */
const ESCAPES = [
  { sign: "\\", search: "\\", written: "\\\\" },
  { sign: '"', search: '"', written: '\\"' },
  { sign: "\n", search: "/\\n/", written: "\\n" },
  { sign: "\t", search: "/\\t/", written: "\\t" },
] as const;

/** A value in quotes, on one line. What Terraform fills in, Terraform writes so. Messages never show it. */
function quoted(key: string, value: string): string {
  if (isUnresolved(value)) {
    if (!TOKEN.test(value))
      throw new Error(`The value of ${key} is a token and text. Let Terraform put them together.`);
    return `"${ESCAPES.reduce((text, { search, written }) => Fn.replace(text, argument(search), argument(written)), value)}"`;
  }
  const escaped = ESCAPES.reduce((text, { sign, written }) => text.replaceAll(sign, written), value);
  if (escaped === "") throw new Error(`OpenStack needs a value for ${key}.`);
  if (/\p{Cc}/u.test(escaped)) {
    throw new Error(`The value of ${key} holds control characters, which cloud.conf cannot hold.`);
  }
  return `"${literal(escaped)}"`;
}

/** A token and nothing else: cdktf would not escape text beside it within a function's argument. */
const TOKEN = /^[$#]\{TfToken\[[^\]]+\]\}$/;

/** Text as the argument of a function of Terraform: cdktf escapes its quotes, but not its backslashes. */
function argument(text: string): string {
  return Fn.rawString(text.replaceAll("\\", "\\\\"));
}
