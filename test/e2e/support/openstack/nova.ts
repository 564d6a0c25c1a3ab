import { brokerUrl } from "./broker";
import { authFilters, commonSections, configured, databaseSection, login } from "./common";
import { ini } from "./ini";
import { python } from "./python";
import type { Setup } from "./setup";
import { LOOPBACK, REGION, type Site } from "./site";

const PASTE = ini({
  "composite:osapi_compute": {
    use: "call:nova.api.openstack.urlmap:urlmap_factory",
    "/": "versions",
    "/v2.1": "version",
    "/v2.1/+": "api",
  },
  "app:versions": { "paste.app_factory": "nova.api.openstack.compute.versions:Versions.factory" },
  "app:version": { "paste.app_factory": "nova.api.openstack.compute.versions:VersionsV2.factory" },
  "composite:api": {
    use: "call:nova.api.auth:pipeline_factory_v21",
    keystone: "request_id faultwrap authtoken context app",
  },
  "filter:request_id": { "paste.filter_factory": "nova.api.compute_req_id:ComputeReqIdMiddleware.factory" },
  "filter:faultwrap": { "paste.filter_factory": "nova.api.openstack:FaultWrapper.factory" },
  ...authFilters("nova.api.auth:NovaKeystoneContext.factory"),
  "app:app": { "paste.app_factory": "nova.api.openstack.compute:APIRouterV21.factory" },
});

/** A user sees what only an administrator does elsewhere: the user data of a server, and where it runs. */
const POLICY = `"os_compute_api:os-extended-server-attributes": "@"\n`;

/**
 * Where Nova finds the database and the broker of a cell: Nova itself puts in what its configuration says of a server, so that
 * nothing in a database depends on a port or a password.
 */
const CELL = "{scheme}://{username}:{password}@{hostname}:{port}/";
const BROKER = `${CELL}{path}`;

/** Nova, the compute service, with one host whose hypervisor only says that it runs servers. */
export function nova(site: Site): Setup {
  const sections = {
    DEFAULT: {
      transport_url: brokerUrl(site),
      host: "compute",
      my_ip: LOOPBACK,
      state_path: site.path("nova"),
      enabled_apis: "osapi_compute",
      osapi_compute_listen: LOOPBACK,
      osapi_compute_listen_port: site.port("compute"),
      osapi_compute_workers: 1,
      compute_driver: "fake.FakeDriver",
      // Nobody plugs ports in, and nobody says so.
      vif_plugging_is_fatal: false,
      vif_plugging_timeout: 0,
      // What is done every few seconds begins at once, not in the first minute.
      periodic_fuzzy_delay: 0,
    },
    wsgi: { api_paste_config: site.write("nova/paste.ini", PASTE) },
    oslo_policy: { policy_file: site.write("nova/policy.yaml", POLICY) },
    quota: { driver: "nova.quota.NoopQuotaDriver" },
    conductor: { workers: 1 },
    scheduler: { workers: 1, discover_hosts_in_cells_interval: 2 },
    neutron: login(site),
    placement: login(site),
    glance: { region_name: REGION },
    cinder: { os_region_name: REGION },
    ...commonSections(site),
  };
  const databases = { database: databaseSection(site, "nova"), api_database: databaseSection(site, "nova_api") };
  const options = configured(site, site.write("nova/nova.conf", ini({ ...sections, ...databases })));
  // A host speaks to the databases through the conductor, and complains when it knows where they are.
  const hostOptions = configured(site, site.write("nova/compute.conf", ini(sections)));
  const manage = (...args: string[]) => python("nova.cmd.manage", [...options, ...args]);
  const program = (name: string) => python(`nova.cmd.${name}`, options);
  const cell = (database: string) => `--database_connection=${CELL}${database}?{query}`;
  return {
    schema: [
      manage("api_db", "sync"),
      manage("cell_v2", "map_cell0", cell("nova_cell0")),
      manage("db", "sync"),
      manage("cell_v2", "create_cell", cell("nova"), `--transport-url=${BROKER}`),
    ],
    programs: {
      "nova-api": program("api_os_compute"),
      "nova-conductor": program("conductor"),
      "nova-scheduler": program("scheduler"),
      "nova-compute": python("nova.cmd.compute", hostOptions),
    },
  };
}
