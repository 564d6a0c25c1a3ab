import { brokerUrl } from "./broker";
import { authFilters, commonSections, configured, databaseSection } from "./common";
import { ini } from "./ini";
import { python } from "./python";
import type { Setup } from "./setup";
import { LOOPBACK, type Site } from "./site";

/** The volume type of volumes that name none; Cinder makes it with its database. */
const VOLUME_TYPE = "__DEFAULT__";

/**
 * Volumes that are not there. Cinder's own driver of this kind would still write images to them, as to devices: from here
 * it learns that whatever is in an image is already on the volume, so that servers boot from volumes.
 */
const NO_VOLUMES = `
from cinder.tests import fake_driver

class NoVolumes(fake_driver.FakeLoggingVolumeDriver):
    def clone_image(self, context, volume, image_location, image_meta, image_service):
        return {}, True
`;

const PASTE = ini({
  "composite:osapi_volume": { use: "call:cinder.api:root_app_factory", "/": "versions", "/v3": "v3" },
  "composite:v3": {
    use: "call:cinder.api.middleware.auth:pipeline_factory",
    keystone: "request_id faultwrap authtoken context api",
  },
  "app:versions": { "paste.app_factory": "cinder.api.versions:Versions.factory" },
  "filter:request_id": { "paste.filter_factory": "cinder.api.middleware.request_id:RequestId.factory" },
  "filter:faultwrap": { "paste.filter_factory": "cinder.api.middleware.fault:FaultWrapper.factory" },
  ...authFilters("cinder.api.middleware.auth:CinderKeystoneContext.factory"),
  "app:api": { "paste.app_factory": "cinder.api.v3.router:APIRouter.factory" },
});

/** By what a user may choose among volumes: without such a file Cinder complains, and knows of nothing. */
const FILTERS = JSON.stringify({ volume: ["name", "status", "metadata", "bootable", "availability_zone"] });

/** Cinder, the volume service. */
export function cinder(site: Site): Setup {
  site.write("cinder/python/testbed_cinder.py", NO_VOLUMES);
  const file = site.write(
    "cinder/cinder.conf",
    ini({
      DEFAULT: {
        transport_url: brokerUrl(site),
        host: "volumes",
        my_ip: LOOPBACK,
        state_path: site.path("cinder"),
        osapi_volume_listen: LOOPBACK,
        osapi_volume_listen_port: site.port("volume"),
        osapi_volume_workers: 1,
        resource_query_filters_file: site.write("cinder/filters.json", FILTERS),
        api_paste_config: site.write("cinder/paste.ini", PASTE),
        glance_api_servers: site.url("image"),
        default_volume_type: VOLUME_TYPE,
        enabled_backends: "nothing",
        quota_volumes: -1,
        quota_snapshots: -1,
        quota_gigabytes: -1,
      },
      nothing: { volume_driver: "testbed_cinder.NoVolumes", volume_backend_name: "nothing" },
      database: databaseSection(site, "cinder"),
      ...commonSections(site),
    }),
  );
  const options = configured(site, file);
  const env = { PYTHONPATH: site.path("cinder", "python") };
  const program = (name: string) => python(`cinder.cmd.${name}`, options, env);
  return {
    schema: [python("cinder.cmd.manage", [...options, "db", "sync"])],
    programs: {
      "cinder-api": program("api"),
      "cinder-scheduler": program("scheduler"),
      "cinder-volume": program("volume"),
    },
  };
}
