import { Field } from "../../support/policy/field";
import { COMMENT_KEY } from "../../support/provider-schema/json";
import type { StackJson } from "../../support/synth";
import { holds } from "../../support/ways/group-rules";

/** One rule of a security group of Neutron: ports of a protocol, to or from a network or the members of a group. */
export interface NeutronRule {
  readonly group: string;
  readonly direction: "ingress" | "egress";
  readonly protocol: "tcp" | "udp";
  readonly first: number;
  readonly last: number;
  readonly peer: { readonly network: string } | { readonly group: string };
}

/** The other end of a connection, as Neutron sees it. */
export interface NeutronPeer {
  readonly address: string;
  /** Security groups of its port. Default: none, it stands outside of the cloud */
  readonly groups?: readonly string[];
}

/** The rules of all security groups of a stack; a rule that is written in another way than ours is an error. */
export function neutronRules({ resource = {} }: StackJson): NeutronRule[] {
  return Object.entries(resource.openstack_networking_secgroup_rule_v2 ?? {}).map(
    ([name, { [COMMENT_KEY]: _, ...body }]) => readRule(new Field(body, name)),
  );
}

function readRule(field: Field): NeutronRule {
  const parts = field.fields(
    "security_group_id",
    "direction",
    "ethertype",
    "protocol",
    "port_range_min",
    "port_range_max",
    "remote_ip_prefix",
    "remote_group_id",
    "description",
  );
  const { remote_ip_prefix: network, remote_group_id: group } = parts;
  // A rule without the one and the other lets everybody in.
  if (network.absent === group.absent) field.fail("must name one network or one group");
  parts.ethertype.oneOf("IPv4");
  const [first, last] = [parts.port_range_min.number(), parts.port_range_max.number()];
  if (first > last) parts.port_range_min.fail(`${first} is beyond ${last}`);
  return {
    group: parts.security_group_id.text(),
    direction: parts.direction.oneOf("ingress", "egress"),
    protocol: parts.protocol.oneOf("tcp", "udp"),
    first,
    last,
    peer: group.absent ? { network: network.text() } : { group: group.text() },
  };
}

/** Whether rules let a port of these groups send to a peer (`egress`), or get from it (`ingress`). */
export function admits(
  rules: readonly NeutronRule[],
  direction: NeutronRule["direction"],
  groups: readonly string[],
  peer: NeutronPeer,
  port: number,
  protocol: NeutronRule["protocol"] = "tcp",
): boolean {
  return rules.some(
    (rule) =>
      rule.direction === direction &&
      rule.protocol === protocol &&
      groups.includes(rule.group) &&
      rule.first <= port &&
      port <= rule.last &&
      ("group" in rule.peer ? peer.groups?.includes(rule.peer.group) === true : holds(rule.peer.network, peer.address)),
  );
}
