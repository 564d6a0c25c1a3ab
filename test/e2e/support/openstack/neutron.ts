import { authFilters, commonSections, configured, databaseSection } from "./common";
import { ini } from "./ini";
import { python } from "./python";
import type { Setup } from "./setup";
import { LOOPBACK, type Site } from "./site";

/** The network that external networks lie on, as far as Neutron knows. */
export const PHYSICAL_NETWORK = "outside";

/**
 * Binds every port at once, as if an agent on its host had plugged it in. There is no agent here; without one the ports of
 * servers would fail to bind, and the servers with them.
 */
const BINDS_ALL = `
from neutron_lib.plugins.ml2 import api

class BindsAll(api.MechanismDriver):
    def initialize(self):
        pass

    def bind_port(self, context):
        segment = context.segments_to_bind[0][api.ID]
        context.set_binding(segment, "ovs", {}, status="ACTIVE")
`;

/** By which Neutron finds that driver as that of an installed package. */
const ENTRY_POINT = ini({ "neutron.ml2.mechanism_drivers": { binds_all: "testbed_neutron:BindsAll" } });

const PASTE = ini({
  "composite:neutron": { use: "egg:Paste#urlmap", "/": "versions", "/v2.0": "v2" },
  "composite:v2": {
    use: "call:neutron.auth:pipeline_factory",
    keystone: "request_id catch_errors authtoken context extensions api",
  },
  "app:versions": { "paste.app_factory": "neutron.pecan_wsgi.app:versions_factory" },
  "filter:request_id": { "paste.filter_factory": "oslo_middleware:RequestId.factory" },
  "filter:catch_errors": { "paste.filter_factory": "oslo_middleware:CatchErrors.factory" },
  ...authFilters("neutron.auth:NeutronKeystoneContext.factory"),
  "filter:extensions": {
    "paste.filter_factory": "neutron.api.extensions:plugin_aware_extension_middleware_factory",
  },
  "app:api": { "paste.app_factory": "neutron.api.v2.router:APIRouter.factory" },
});

/** Of what a project could have only so many. */
const COUNTED = ["network", "subnet", "port", "router", "floatingip", "security_group", "security_group_rule"];

/** Neutron, the network service. Its networks, routers and rules are in its database and nowhere else. */
export function neutron(site: Site): Setup {
  site.write("neutron/python/testbed_neutron.py", BINDS_ALL);
  site.write("neutron/python/testbed_neutron-1.dist-info/METADATA", "Name: testbed-neutron\nVersion: 1\n");
  site.write("neutron/python/testbed_neutron-1.dist-info/entry_points.txt", ENTRY_POINT);
  const file = site.write(
    "neutron/neutron.conf",
    ini({
      DEFAULT: {
        bind_host: LOOPBACK,
        bind_port: site.port("network"),
        state_path: site.path("neutron"),
        api_paste_config: site.write("neutron/paste.ini", PASTE),
        core_plugin: "ml2",
        service_plugins: "router,segments",
        // There is nobody to send messages to.
        transport_url: "fake://",
        api_workers: 0,
        rpc_workers: 0,
        rpc_state_report_workers: 0,
        notify_nova_on_port_status_changes: false,
        notify_nova_on_port_data_changes: false,
      },
      ml2: {
        type_drivers: "flat,vxlan",
        tenant_network_types: "vxlan",
        mechanism_drivers: "binds_all",
        extension_drivers: "port_security",
      },
      ml2_type_flat: { flat_networks: PHYSICAL_NETWORK },
      ml2_type_vxlan: { vni_ranges: "1:1000" },
      database: databaseSection(site, "neutron"),
      quotas: Object.fromEntries(COUNTED.map((kind) => [`quota_${kind}`, -1])),
      ...commonSections(site),
    }),
  );
  const options = configured(site, file);
  const env = { PYTHONPATH: site.path("neutron", "python") };
  return {
    schema: [python("neutron.db.migration.cli", [...options, "upgrade", "heads"])],
    programs: { neutron: python("neutron.cmd.eventlet.server", options, env) },
  };
}
