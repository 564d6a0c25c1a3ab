import { authFilters, commonSections, configured, databaseSection } from "./common";
import { ini } from "./ini";
import { python } from "./python";
import type { Setup } from "./setup";
import { LOOPBACK, type Site } from "./site";

const PASTE = ini({
  "pipeline:glance-api-keystone": { pipeline: "versionnegotiation authtoken context rootapp" },
  "composite:rootapp": {
    "paste.composite_factory": "glance.api:root_app_factory",
    "/": "versions",
    "/v2": "v2",
  },
  "app:versions": { "paste.app_factory": "glance.api.versions:create_resource" },
  "app:v2": { "paste.app_factory": "glance.api.v2.router:API.factory" },
  "filter:versionnegotiation": {
    "paste.filter_factory": "glance.api.middleware.version_negotiation:VersionNegotiationFilter.factory",
  },
  ...authFilters("glance.api.middleware.context:ContextMiddleware.factory"),
});

/** Glance, the image service, which keeps images as files. */
export function glance(site: Site): Setup {
  const file = site.write(
    "glance/glance.conf",
    ini({
      DEFAULT: {
        bind_host: LOOPBACK,
        bind_port: site.port("image"),
        workers: 0,
        enabled_backends: "files:file",
        node_staging_uri: `file://${site.path("glance", "staging")}`,
      },
      glance_store: { default_backend: "files" },
      files: { filesystem_store_datadir: site.path("glance", "images") },
      os_glance_staging_store: { filesystem_store_datadir: site.path("glance", "staging") },
      os_glance_tasks_store: { filesystem_store_datadir: site.path("glance", "tasks") },
      paste_deploy: { flavor: "keystone", config_file: site.write("glance/paste.ini", PASTE) },
      database: databaseSection(site, "glance"),
      ...commonSections(site),
    }),
  );
  const options = configured(site, file);
  return {
    schema: [python("glance.cmd.manage", [...options, "db_sync"])],
    programs: { glance: python("glance.cmd.api", options) },
  };
}
