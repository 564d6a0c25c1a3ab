/** What the machine of these stacks is told at its start. */
export const USER_DATA = "#cloud-config\nhostname: first\n";

/** A public key that has no private one. */
const PUBLIC_KEY = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${"A".repeat(43)} nobody`;

/** A stack with one of everything that a testbed has in OpenStack, each resource with the name `first`. */
export function everything(): object {
  const name = "first";
  const id = (type: string) => `\${openstack_${type}.first.id}`;
  const data = (type: string) => `\${data.openstack_${type}.seeded.id}`;
  return {
    terraform: {
      required_providers: { openstack: { source: "registry.terraform.io/terraform-provider-openstack/openstack" } },
    },
    data: {
      openstack_networking_network_v2: { seeded: { name: "public", external: true } },
      openstack_images_image_v2: { seeded: { name: "debian-12" } },
      openstack_compute_flavor_v2: { seeded: { name: "m1.small" } },
    },
    resource: Object.fromEntries(
      Object.entries({
        networking_network_v2: { name },
        networking_subnet_v2: { name, network_id: id("networking_network_v2"), cidr: "192.168.0.0/24" },
        networking_router_v2: { name, external_network_id: data("networking_network_v2") },
        networking_router_interface_v2: {
          router_id: id("networking_router_v2"),
          subnet_id: id("networking_subnet_v2"),
        },
        networking_secgroup_v2: { name, delete_default_rules: true },
        networking_secgroup_rule_v2: {
          security_group_id: id("networking_secgroup_v2"),
          direction: "ingress",
          ethertype: "IPv4",
          protocol: "tcp",
          port_range_min: 22,
          port_range_max: 22,
          remote_ip_prefix: "198.51.100.0/24",
        },
        networking_port_v2: {
          name,
          network_id: id("networking_network_v2"),
          security_group_ids: [id("networking_secgroup_v2")],
          fixed_ip: { subnet_id: id("networking_subnet_v2"), ip_address: "192.168.0.10" },
        },
        networking_floatingip_v2: {
          pool: "public",
          port_id: id("networking_port_v2"),
          // Neutron gives it to the port only when a router leads there.
          depends_on: ["openstack_networking_router_interface_v2.first"],
        },
        compute_keypair_v2: { name, public_key: PUBLIC_KEY },
        compute_servergroup_v2: { name, policies: ["soft-anti-affinity"] },
        compute_instance_v2: {
          name,
          flavor_id: data("compute_flavor_v2"),
          key_pair: id("compute_keypair_v2"),
          user_data: USER_DATA,
          metadata: { testbed: name },
          network: { port: id("networking_port_v2") },
          scheduler_hints: { group: id("compute_servergroup_v2") },
          block_device: {
            uuid: data("images_image_v2"),
            source_type: "image",
            destination_type: "volume",
            boot_index: 0,
            volume_size: 10,
            delete_on_termination: true,
          },
        },
        blockstorage_volume_v3: { name, size: 1 },
        compute_volume_attach_v2: { instance_id: id("compute_instance_v2"), volume_id: id("blockstorage_volume_v3") },
        identity_application_credential_v3: { name, roles: ["member"] },
      }).map(([type, attributes]) => [`openstack_${type}`, { first: attributes }]),
    ),
  };
}
