import { AutoscalingAttachment } from "@cdktf/provider-aws/lib/autoscaling-attachment";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { acceptFindings } from "../accept-finding";
import { INGRESS } from "../ingress";

/** What a `HostsLoadBalancer` is made of. */
export interface HostsLoadBalancerProps {
  /** Name of the testbed. */
  readonly name: string;
  readonly networkId: string;
  /** Public subnets, one for each zone that it stands in. */
  readonly subnetIds: string[];
  /** Security group of the workers. */
  readonly workerGroupId: string;
  /** Auto Scaling groups of the workers, by node group. */
  readonly autoscalingGroups: Readonly<Record<string, string>>;
  /** Whether Terraform refuses to destroy or replace it: the records of others point to it. Default: true */
  readonly deletionProtection?: boolean;
}

/** What it takes, and where the ingress controller takes that (SB-2). */
const LISTENERS = {
  http: { port: 80, nodePort: INGRESS.nodePorts.http },
  https: { port: 443, nodePort: INGRESS.nodePorts.https },
} as const;

/**
 * The network load balancer of the HTTPS hosts (INF-16): 80 and 443 to the ingress controller on all workers, which join and leave
 * it with their Auto Scaling groups. Terraform makes it, not a controller, so that a destroy leaves nothing behind.
 */
export class HostsLoadBalancer extends Construct {
  /** DNS name. */
  readonly address: string;
  /** Route 53's zone of that name, for alias records. */
  readonly zoneId: string;

  constructor(scope: Construct, id: string, props: HostsLoadBalancerProps) {
    super(scope, id);
    const { name, networkId, workerGroupId } = props;
    const group = new SecurityGroup(this, "security-group", {
      name: `${name}-hosts`,
      description: "Load balancer of the HTTPS hosts",
      vpcId: networkId,
      tags: { Name: `${name}-hosts` },
    });
    const balancer = new Lb(this, "balancer", {
      name,
      loadBalancerType: "network",
      subnets: props.subnetIds,
      securityGroups: [group.id],
      enableCrossZoneLoadBalancing: true,
      lifecycle: { preventDestroy: props.deletionProtection ?? true },
      tags: { Name: `${name}-hosts` },
    });
    acceptFindings(balancer, {
      CKV_AWS_150: "Terraform refuses instead, as everywhere here: a destroy that is meant then takes one step",
      CKV_AWS_91: "The ingress controller logs each request; the balancer would need a bucket of its own for less",
      CKV2_AWS_20: "It hands connections on as they are; the ingress controller leads browsers to HTTPS",
    });
    for (const [protocol, { port, nodePort }] of Object.entries(LISTENERS)) {
      const targets = new LbTargetGroup(this, `targets-${protocol}`, {
        namePrefix: `${protocol}-`,
        vpcId: networkId,
        targetType: "instance",
        protocol: "TCP",
        port: nodePort,
        // A worker that calls a host of its own testbed comes back to itself, and would drop an answer to its own address.
        preserveClientIp: "false",
        // The ingress controller learns the client's address from this header, and believes it from here alone.
        proxyProtocolV2: true,
        deregistrationDelay: "60",
        healthCheck: {
          protocol: "TCP",
          port: "traffic-port",
          interval: 10,
          healthyThreshold: 2,
          unhealthyThreshold: 2,
        },
        tags: { Name: `${name}-${protocol}` },
        lifecycle: { createBeforeDestroy: true },
      });
      new LbListener(this, `listener-${protocol}`, {
        loadBalancerArn: balancer.arn,
        port,
        protocol: "TCP",
        defaultAction: [{ type: "forward", targetGroupArn: targets.arn }],
      });
      for (const [nodeGroup, autoscalingGroup] of Object.entries(props.autoscalingGroups)) {
        const attachment = new AutoscalingAttachment(this, `${protocol}-${nodeGroup}`, {
          autoscalingGroupName: autoscalingGroup,
          lbTargetGroupArn: targets.arn,
        });
        acceptFindings(attachment, {
          CKV2_AWS_15: "A worker that only lacks the ingress controller must live on, with all else that runs there",
        });
      }
      const ports = (first: number) => ({ ipProtocol: "tcp", fromPort: first, toPort: first });
      const fromEverywhere = new VpcSecurityGroupIngressRule(this, `from-everywhere-${protocol}`, {
        ...ports(port),
        securityGroupId: group.id,
        cidrIpv4: "0.0.0.0/0",
        description: "HTTPS hosts are open to everybody",
      });
      if (protocol === "http") {
        acceptFindings(fromEverywhere, {
          CKV_AWS_260: "Browsers are led from here to HTTPS, and certificates are proved here (HTTP-01)",
        });
      }
      new VpcSecurityGroupEgressRule(this, `to-workers-${protocol}`, {
        ...ports(nodePort),
        securityGroupId: group.id,
        referencedSecurityGroupId: workerGroupId,
        description: "Ingress controller",
      });
      new VpcSecurityGroupIngressRule(this, `workers-${protocol}`, {
        ...ports(nodePort),
        securityGroupId: workerGroupId,
        referencedSecurityGroupId: group.id,
        description: "Ingress controller, from the load balancer of the hosts",
      });
    }
    this.address = balancer.dnsName;
    this.zoneId = balancer.zoneId;
  }
}
