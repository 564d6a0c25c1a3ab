import { z } from "zod";
import type { OpenStack } from "./openstack/openstack";

const named = z.object({ id: z.string(), name: z.string() });
const servers = z.object({
  servers: z.array(
    named.extend({
      status: z.string(),
      key_name: z.string().nullable(),
      metadata: z.record(z.string(), z.string()),
      server_groups: z.array(z.string()).optional(),
      "OS-EXT-SRV-ATTR:user_data": z.string().nullable(),
      "os-extended-volumes:volumes_attached": z.array(z.object({ id: z.string(), delete_on_termination: z.boolean() })),
    }),
  ),
});
const ports = z.object({
  ports: z.array(
    named.extend({
      device_id: z.string(),
      device_owner: z.string(),
      security_groups: z.array(z.string()),
      fixed_ips: z.array(z.object({ subnet_id: z.string(), ip_address: z.string() })),
      tags: z.array(z.string()),
    }),
  ),
});
const floatingAddresses = z.object({
  floatingips: z.array(
    z.object({
      id: z.string(),
      floating_ip_address: z.string(),
      fixed_ip_address: z.string().nullable(),
      port_id: z.string().nullable(),
    }),
  ),
});
const rules = z.object({
  security_group_rules: z.array(
    z.object({
      direction: z.string(),
      ethertype: z.string(),
      protocol: z.string().nullable(),
      port_range_min: z.number().nullable(),
      port_range_max: z.number().nullable(),
      remote_ip_prefix: z.string().nullable(),
      remote_group_id: z.string().nullable(),
    }),
  ),
});
const serverGroups = z.object({
  server_groups: z.array(named.extend({ policy: z.string(), members: z.array(z.string()) })),
});
const volumes = z.object({
  volumes: z.array(z.object({ id: z.string(), size: z.number(), volume_type: z.string(), bootable: z.string() })),
});
const tokens = z.object({ token: z.object({ user: z.object({ id: z.string() }) }) });
const credentials = z.object({
  application_credentials: z.array(
    z.object({ name: z.string(), roles: z.array(z.object({ name: z.string() })), unrestricted: z.boolean() }),
  ),
});

/** A server, as Nova and Neutron know it. */
export interface Server {
  readonly id: string;
  readonly status: string;
  readonly keyPair: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly userData: string;
  readonly groups: readonly string[];
  readonly volumes: readonly { readonly id: string; readonly delete_on_termination: boolean }[];
  /** Its only port. */
  readonly port: {
    readonly id: string;
    readonly subnet: string;
    readonly address: string;
    readonly securityGroups: readonly string[];
  };
}

/** What is in a cloud, as its user sees it. */
export class Cloud {
  constructor(private readonly openstack: Pick<OpenStack, "get">) {}

  /** The servers by name. */
  async servers(): Promise<Readonly<Record<string, Server>>> {
    const known = servers.parse(await this.openstack.get("compute", "/servers/detail")).servers;
    const all = await this.ports();
    const described = known.map((server): [string, Server] => {
      const [port, ...more] = all.filter(({ device_id }) => device_id === server.id);
      if (port === undefined || more.length > 0) throw new Error(`${server.name} has not one port.`);
      return [
        server.name,
        {
          id: server.id,
          status: server.status,
          keyPair: server.key_name,
          metadata: server.metadata,
          userData: Buffer.from(server["OS-EXT-SRV-ATTR:user_data"] ?? "", "base64").toString(),
          groups: server.server_groups ?? [],
          volumes: server["os-extended-volumes:volumes_attached"],
          port: { id: port.id, ...onlyAddress(port), securityGroups: port.security_groups.sort() },
        },
      ];
    });
    return Object.fromEntries(described);
  }

  async ports() {
    return ports.parse(await this.openstack.get("network", "/ports")).ports;
  }

  async floatingAddresses() {
    return floatingAddresses.parse(await this.openstack.get("network", "/floatingips")).floatingips;
  }

  /** Server groups by name. */
  async serverGroups() {
    const { server_groups } = serverGroups.parse(await this.openstack.get("compute", "/os-server-groups"));
    return Object.fromEntries(server_groups.map(({ name, ...group }) => [name, group]));
  }

  async volumes() {
    return volumes.parse(await this.openstack.get("volume", "/volumes/detail")).volumes;
  }

  /** What the application credentials of the user are for. */
  async credentials() {
    const { token } = tokens.parse(await this.openstack.get("identity", "/auth/tokens"));
    const answer = await this.openstack.get("identity", `/users/${token.user.id}/application_credentials`);
    return credentials.parse(answer).application_credentials;
  }

  /** The rules of a security group, each on one line, such as `ingress tcp 443-443 0.0.0.0/0`; groups by these names. */
  async rulesOf(group: string, names: Readonly<Record<string, string>> = {}): Promise<string[]> {
    const answer = await this.openstack.get("network", `/security-group-rules?security_group_id=${group}`);
    const lines = rules.parse(answer).security_group_rules.map((rule) => {
      const { direction, ethertype, protocol, remote_ip_prefix: prefix, remote_group_id: remote } = rule;
      const ports = protocol === null ? [] : [protocol, `${rule.port_range_min}-${rule.port_range_max}`];
      const peer = prefix ?? (remote === null ? "anybody" : (names[remote] ?? remote));
      return [direction, ...(ethertype === "IPv4" ? [] : [ethertype]), ...ports, peer].join(" ");
    });
    return lines.sort();
  }
}

function onlyAddress({ fixed_ips: [first, ...more], name }: z.output<typeof ports>["ports"][number]) {
  if (first === undefined || more.length > 0) throw new Error(`The port ${name} has not one address.`);
  return { subnet: first.subnet_id, address: first.ip_address };
}
