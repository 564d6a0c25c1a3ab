import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { portsByNetwork } from "../config/node-ports/ports-by-network";
import { EVERYWHERE } from "../config/place";
import { NODE_PORTS } from "../config/sandbox/exposure";
import type { PortRange } from "../port-ranges";
import { NetworkingSecgroupRuleV2 } from "../providers/openstack/networking-secgroup-rule-v2";
import type { Way } from "../way";
import { ruleDescription } from "./rule-description";
import { API_PORT } from "./shared-ways";

/** What an `OpenStackEntryFirewall` is made of. */
export interface OpenStackEntryFirewallProps {
  /** Security group of the entry, which has no rules of its own, not even those that Neutron gives every group. */
  readonly entryGroupId: string;
  /** Security group of the workers. */
  readonly workerGroupId: string;
  /** Security group of the nodes that run the Kubernetes API. */
  readonly controlPlaneGroupId: string;
  readonly ways: readonly Way[];
  /** Networks from which people log in to the bastion, and through it to the nodes. Default: none */
  readonly loginFrom?: readonly string[];
}

const SSH_PORT = 22;

/** The other side of a rule: machines of a security group, or addresses. */
type Peer = { readonly remoteGroupId: string } | { readonly remoteIpPrefix: string };

/**
 * The rules of the security groups around the bastion on OpenStack: in on each port from the sources of its way alone, on to
 * the nodes by the ports of the ways, and out to what it installs and to the metadata service, which tells it the ways.
 *
 * Each port of each network has a rule of its own, though ports that follow each other could share one. Neutron cannot
 * change a rule, Terraform replaces it, and in between Neutron ends the open connections that it let in, for good
 * ("Open vSwitch Firewall Driver": `ct_mark`). So another way must not touch the rule of this one: devices keep their
 * connections for days (INF-32).
 */
export class OpenStackEntryFirewall extends Construct {
  /** What lets the bastion out to packages and to its metadata. */
  readonly wayOut: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: OpenStackEntryFirewallProps,
  ) {
    super(scope, id);
    const { workerGroupId, controlPlaneGroupId, ways, loginFrom = [] } = props;
    for (const [network, ports] of portsByNetwork(ways)) {
      for (const port of new Set(ports))
        this.in(network, port, ruleDescription(ways.filter((way) => way.port === port)));
    }
    for (const network of new Set(loginFrom)) this.in(network, SSH_PORT, "Administrators");
    const people = loginFrom.length > 0;
    this.on("workers", workerGroupId, [...portsTo("worker", ways), ...(people ? [SSH_PORT] : [])]);
    this.on("control-plane", controlPlaneGroupId, [
      ...portsTo("control-plane", ways),
      ...(people ? [SSH_PORT, API_PORT] : []),
    ]);
    const everywhere = { remoteIpPrefix: EVERYWHERE };
    this.wayOut = [
      this.egress("to-https", "tcp", only(443), everywhere, "Packages"),
      this.egress("to-http", "tcp", only(80), everywhere, "Packages, and the metadata service"),
      this.egress("to-dns", "udp", only(53), everywhere, "Names"),
      this.egress("to-dns-by-tcp", "tcp", only(53), everywhere, "Names"),
      this.egress("to-time", "udp", only(123), everywhere, "The time, without which no certificate is valid"),
    ];
  }

  private in(network: string, port: number, description: string): void {
    const id = `from-${network.replaceAll(/[./]/g, "-")}-${port}`;
    this.ingress(id, this.props.entryGroupId, port, { remoteIpPrefix: network }, description);
  }

  /** On to nodes. They let it in on each port; it may go out to all node ports by one rule, which no other way touches. */
  private on(nodes: string, groupId: string, ports: readonly number[]): void {
    const peer = { remoteGroupId: groupId };
    if (ports.some(isNodePort)) this.egress(`to-${nodes}`, "tcp", NODE_PORTS, peer, "Node ports");
    for (const port of new Set(ports)) {
      this.ingress(`${nodes}-${port}`, groupId, port, { remoteGroupId: this.props.entryGroupId }, "The bastion");
      if (!isNodePort(port)) this.egress(`to-${nodes}-${port}`, "tcp", only(port), peer, "The bastion");
    }
  }

  private ingress(id: string, securityGroupId: string, port: number, peer: Peer, description: string): void {
    const rule = { ...rangeOf(only(port)), protocol: "tcp", ethertype: "IPv4", description };
    new NetworkingSecgroupRuleV2(this, id, { securityGroupId, direction: "ingress", ...rule, ...peer });
  }

  private egress(
    id: string,
    protocol: "tcp" | "udp",
    range: PortRange,
    peer: Peer,
    description: string,
  ): NetworkingSecgroupRuleV2 {
    const securityGroupId = this.props.entryGroupId;
    const rule = { ...rangeOf(range), protocol, ethertype: "IPv4", description };
    return new NetworkingSecgroupRuleV2(this, id, { securityGroupId, direction: "egress", ...rule, ...peer });
  }
}

function portsTo(role: NonNullable<Way["to"]>, ways: readonly Way[]): number[] {
  return ways.filter(({ to = "worker" }) => to === role).map(({ port, nodePort = port }) => nodePort);
}

function isNodePort(port: number): boolean {
  return NODE_PORTS.first <= port && port <= NODE_PORTS.last;
}

function only(port: number): PortRange {
  return { first: port, last: port };
}

function rangeOf({ first, last }: PortRange) {
  return { portRangeMin: first, portRangeMax: last };
}
