import { type Database, databaseUrl } from "./database";
import type { Sections } from "./ini";
import { REGION, type Site } from "./site";

/** Who the services are to each other: an administrator who may also vouch for what a user asked another service for. */
export const SERVICE_USER = "service";

/** The section by which a service finds its database. */
export function databaseSection(site: Site, database: Database) {
  // As many greenlets as ask at the same time get a connection.
  return { connection: databaseUrl(site, database), max_pool_size: 20, max_overflow: 50 };
}

/** How a service logs in at Keystone. */
export function login(site: Site) {
  return {
    auth_type: "password",
    auth_url: `${site.url("identity")}/v3`,
    username: SERVICE_USER,
    password: site.password,
    project_name: SERVICE_USER,
    user_domain_name: "Default",
    project_domain_name: "Default",
    region_name: REGION,
  };
}

/** What every service with an API needs beside its own settings. */
export function commonSections(site: Site): Sections {
  return {
    keystone_authtoken: {
      ...login(site),
      www_authenticate_uri: site.url("identity"),
      service_token_roles: SERVICE_USER,
      service_token_roles_required: true,
    },
    // Services that act for a user, such as Nova on a volume, say that it is them: Cinder insists.
    service_user: { ...login(site), send_service_user_token: true },
    oslo_concurrency: { lock_path: site.path("tmp") },
  };
}

/** Filters of Paste that stand before every API, and check who asks. */
export function authFilters(context: string): Sections {
  return {
    "filter:authtoken": { "paste.filter_factory": "keystonemiddleware.auth_token:filter_factory" },
    "filter:context": { "paste.filter_factory": context },
  };
}

/** The options by which a program of OpenStack reads this file and no other, such as in /etc. */
export function configured(site: Site, file: string): string[] {
  return [`--config-file=${file}`, `--config-dir=${site.path("empty")}`];
}
