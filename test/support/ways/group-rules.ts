import { IPv4 } from "ipaddr.js";
import { Field } from "../policy/field";
import { COMMENT_KEY } from "../provider-schema/json";
import { originOf, type Stacks } from "./references";

/** One permission of a security group: TCP ports, or all there is, to or from one network or group. */
export interface GroupRule {
  readonly group: string;
  readonly direction: "ingress" | "egress";
  readonly protocol: "tcp" | "udp" | "all";
  readonly first: number;
  readonly last: number;
  readonly peer: { readonly network: string } | { readonly group: string };
}

/** The other end of a connection, as a security group sees it. */
export interface GroupPeer {
  readonly address: string;
  readonly groups: readonly string[];
}

/** Resources that would move machines into groups, or rules around, and are not read. */
const UNKNOWN = [
  "aws_network_interface_sg_attachment",
  "aws_vpc_security_group_rules_exclusive",
  "aws_vpc_security_group_vpc_association",
];

const LAST_PORT = 65535;

/** Every rule of every security group of these stacks, whichever way it is written; what cannot be read is an error. */
export function groupRules(stacks: Stacks): GroupRule[] {
  return Object.entries(stacks).flatMap(([stack, { resource = {} }]) => {
    const missed = UNKNOWN.find((type) => type in resource);
    if (missed !== undefined) throw new Error(`${stack}: ${missed} is not known to the evaluator`);
    const of = (type: string, read: (field: Field, resolve: Resolve, address: string) => GroupRule[]) =>
      Object.entries(resource[type] ?? {}).flatMap(([name, { [COMMENT_KEY]: _, ...body }]) =>
        read(
          new Field(body, `${stack}: ${type}.${name}`),
          (value) => originOf(stacks, stack, value),
          `${type}.${name}`,
        ),
      );
    const inline = (field: Field, resolve: Resolve, address: string) =>
      inlineRules(field, resolve, `${stack}: ${address}.id`);
    return [
      ...of("aws_vpc_security_group_ingress_rule", ruleOf("ingress")),
      ...of("aws_vpc_security_group_egress_rule", ruleOf("egress")),
      ...of("aws_security_group_rule", oldRule),
      ...of("aws_security_group", inline),
      ...of("aws_default_security_group", inline),
    ];
  });
}

/** Whether a machine in these groups may send to a peer (`egress`), or get from it (`ingress`), on a TCP port. */
export function admits(
  rules: readonly GroupRule[],
  direction: GroupRule["direction"],
  groups: readonly string[],
  peer: GroupPeer,
  port: number,
): boolean {
  return rules.some(
    (rule) =>
      rule.direction === direction &&
      groups.includes(rule.group) &&
      rule.protocol !== "udp" &&
      rule.first <= port &&
      port <= rule.last &&
      ("group" in rule.peer ? peer.groups.includes(rule.peer.group) : holds(rule.peer.network, peer.address)),
  );
}

type Resolve = (value: unknown) => string;

function ruleOf(direction: GroupRule["direction"]) {
  return (field: Field, resolve: Resolve): GroupRule[] => {
    const { security_group_id, cidr_ipv4, referenced_security_group_id, from_port, to_port, ip_protocol } =
      field.fields(
        "security_group_id",
        "cidr_ipv4",
        "referenced_security_group_id",
        "from_port",
        "to_port",
        "ip_protocol",
        "description",
        "tags",
      );
    if (cidr_ipv4.absent === referenced_security_group_id.absent) field.fail("must name one network or one group");
    const peer = cidr_ipv4.absent
      ? { group: resolve(referenced_security_group_id.value) }
      : { network: cidr_ipv4.text() };
    return [{ group: resolve(security_group_id.value), direction, ...ports(ip_protocol, from_port, to_port), peer }];
  };
}

function oldRule(field: Field, resolve: Resolve): GroupRule[] {
  const { type, security_group_id, ...rest } = field.fields("type", "security_group_id", ...PEERS, "description");
  const group = resolve(security_group_id.value);
  return peersOf(rest, group, resolve).map((peer) => ({
    group,
    direction: type.oneOf("ingress", "egress"),
    ...ports(rest.protocol, rest.from_port, rest.to_port),
    peer,
  }));
}

const PEERS = [
  "cidr_blocks",
  "source_security_group_id",
  "security_groups",
  "self",
  "from_port",
  "to_port",
  "protocol",
] as const;

function inlineRules(field: Field, resolve: Resolve, group: string): GroupRule[] {
  return (["ingress", "egress"] as const).flatMap((direction) =>
    (field.child(direction).list() ?? []).flatMap((block) => {
      const parts = block.fields(...PEERS, "description");
      return peersOf(parts, group, resolve).map((peer) => ({
        group,
        direction,
        ...ports(parts.protocol, parts.from_port, parts.to_port),
        peer,
      }));
    }),
  );
}

function peersOf(
  parts: Readonly<Record<(typeof PEERS)[number], Field>>,
  own: string,
  resolve: Resolve,
): GroupRule["peer"][] {
  const { cidr_blocks, source_security_group_id: source, security_groups, self } = parts;
  return [
    ...(cidr_blocks.list() ?? []).map((network) => ({ network: network.text() })),
    ...(security_groups.list() ?? []).map(({ value }) => ({ group: resolve(value) })),
    ...(source.absent ? [] : [{ group: resolve(source.value) }]),
    ...(!self.absent && self.boolean() ? [{ group: own }] : []),
  ];
}

function ports(protocol: Field, from: Field, to: Field): Pick<GroupRule, "protocol" | "first" | "last"> {
  if (protocol.oneOf("tcp", "udp", "-1") === "-1") return { protocol: "all", first: 0, last: LAST_PORT };
  const [first, last] = [from.number(), to.number()];
  if (first > last) from.fail(`${first} is beyond ${last}`);
  return { protocol: protocol.value === "udp" ? "udp" : "tcp", first, last };
}

/** Whether an address lies in a network; written here, because the library's own code is under test. */
export function holds(network: string, address: string): boolean {
  return IPv4.parse(address).match(IPv4.parseCIDR(network));
}
