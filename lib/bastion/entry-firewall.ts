import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { portsByNetwork } from "../config/node-ports/ports-by-network";
import { EVERYWHERE } from "../config/place";
import { type PortRange, portRanges } from "../port-ranges";
import type { Way } from "../way";
import { ruleDescription } from "./rule-description";

/** What an `EntryFirewall` is made of. */
export interface EntryFirewallProps {
  /** Security group of the entry, which has no rules of its own. */
  readonly entryGroupId: string;
  /** Security group of the workers. */
  readonly workerGroupId: string;
  /** Security group of the Kubernetes API. */
  readonly controlPlaneGroupId: string;
  readonly ways: readonly Way[];
}

/**
 * The rules of the security groups around the bastion: in on each port from the sources of its way alone, out to the
 * workers on those ports, to the Kubernetes API for tunnels, and by HTTPS to the services of AWS.
 */
export class EntryFirewall extends Construct {
  /** What lets the bastion out to packages and to the services of AWS. */
  readonly wayOut: ITerraformDependable;

  constructor(scope: Construct, id: string, props: EntryFirewallProps) {
    super(scope, id);
    const { entryGroupId, workerGroupId, controlPlaneGroupId, ways } = props;
    for (const [network, ports] of portsByNetwork(ways)) {
      for (const range of portRanges(ports)) {
        new VpcSecurityGroupIngressRule(this, `from-${network.replaceAll(/[./]/g, "-")}-${range.first}`, {
          securityGroupId: entryGroupId,
          cidrIpv4: network,
          ...tcp(range),
          description: ruleDescription(ways.filter(({ port }) => range.first <= port && port <= range.last)),
        });
      }
    }
    for (const range of portRanges(ways.map(({ port, nodePort = port }) => nodePort))) {
      const rule = { ...tcp(range), description: "Node ports" };
      new VpcSecurityGroupEgressRule(this, `to-workers-${range.first}`, {
        ...rule,
        securityGroupId: entryGroupId,
        referencedSecurityGroupId: workerGroupId,
      });
      new VpcSecurityGroupIngressRule(this, `workers-${range.first}`, {
        ...rule,
        securityGroupId: workerGroupId,
        referencedSecurityGroupId: entryGroupId,
      });
    }
    const https = tcp({ first: 443, last: 443 });
    this.wayOut = new VpcSecurityGroupEgressRule(this, "to-services", {
      ...https,
      securityGroupId: entryGroupId,
      cidrIpv4: EVERYWHERE,
      description: "Session manager, packages, the Kubernetes API",
    });
    new VpcSecurityGroupIngressRule(this, "api", {
      ...https,
      securityGroupId: controlPlaneGroupId,
      referencedSecurityGroupId: entryGroupId,
      description: "Kubernetes API by a tunnel through the bastion (SB-10)",
    });
  }
}

function tcp({ first, last }: PortRange) {
  return { ipProtocol: "tcp", fromPort: first, toPort: last };
}
