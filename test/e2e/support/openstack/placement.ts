import { commonSections, databaseSection } from "./common";
import { ini } from "./ini";
import type { Setup } from "./setup";
import type { Site } from "./site";
import { uwsgi } from "./uwsgi";

/** Placement, which knows for Nova what the hosts have left. */
export function placement(site: Site): Setup {
  const database = databaseSection(site, "placement");
  const file = site.write("placement/placement.conf", ini({ placement_database: database, ...commonSections(site) }));
  const env = { OS_PLACEMENT_CONFIG_DIR: site.path("placement") };
  return {
    schema: [{ program: "placement-manage", args: [`--config-file=${file}`, "db", "sync"] }],
    programs: { placement: uwsgi(site, "placement", "/usr/bin/placement-api", 1, env) },
  };
}
