import { randomBytes } from "node:crypto";
import { databaseSection } from "./common";
import { ini } from "./ini";
import type { Command } from "./processes";
import type { Setup } from "./setup";
import { REGION, type Site } from "./site";
import { uwsgi } from "./uwsgi";

/** Keystone, the identity service. */
export function keystone(site: Site): Setup & { readonly administrator: Command } {
  const repository = (name: string) => {
    // Key 0 is the next, key 1 the one in use.
    for (const key of ["0", "1"]) site.write(`keystone/${name}/${key}`, `${randomBytes(32).toString("base64url")}=`);
    return { key_repository: site.path("keystone", name) };
  };
  const file = site.write(
    "keystone/keystone.conf",
    ini({
      database: databaseSection(site, "keystone"),
      fernet_tokens: repository("tokens"),
      fernet_receipts: repository("receipts"),
      credential: repository("credentials"),
      // A token outlives every suite.
      // To log in need not be slow.
      identity: { password_hash_rounds: 4 },
      token: { expiration: 86_400 },
      cache: { enabled: false },
    }),
  );
  const manage = (...args: string[]) => ({ program: "keystone-manage", args: [`--config-file=${file}`, ...args] });
  const endpoints = ["public", "internal", "admin"].map((kind) => `--bootstrap-${kind}-url=${site.url("identity")}/v3`);
  return {
    schema: [manage("db_sync")],
    /** Makes the administrator, the usual roles, and the entry of Keystone itself in its catalog. */
    administrator: manage(
      "bootstrap",
      `--bootstrap-password=${site.password}`,
      `--bootstrap-region-id=${REGION}`,
      ...endpoints,
    ),
    programs: {
      keystone: uwsgi(site, "identity", "/usr/bin/keystone-wsgi-public", 2, {
        OS_KEYSTONE_CONFIG_DIR: site.path("keystone"),
        OS_KEYSTONE_CONFIG_FILES: "keystone.conf",
      }),
    },
  };
}
