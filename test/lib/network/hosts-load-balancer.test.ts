import { AutoscalingAttachment } from "@cdktf/provider-aws/lib/autoscaling-attachment";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { describe, expect, it } from "vitest";
import { HostsLoadBalancer, type HostsLoadBalancerProps } from "../../../lib/network/hosts-load-balancer";
import { type StackJson, synthesizeConstruct } from "../../support/synth";

const balancer = (props: Partial<HostsLoadBalancerProps> = {}) =>
  synthesizeConstruct((scope) => {
    new HostsLoadBalancer(scope, "hosts", {
      name: "demo",
      networkId: "vpc-1",
      subnetIds: ["subnet-a", "subnet-b"],
      workerGroupId: "sg-workers",
      autoscalingGroups: { default: "asg-default" },
      ...props,
    });
  });

const blocks = (stack: string, type: string) => Object.values((JSON.parse(stack) as StackJson).resource?.[type] ?? {});

/** The rules of one direction, each on a line: own group or that of the workers, port, and who is on the other side. */
const rules = (stack: string, direction: "ingress" | "egress") => {
  const name = (group: unknown) => (String(group).includes("aws_security_group.hosts_") ? "balancer" : group);
  return blocks(stack, `aws_vpc_security_group_${direction}_rule`)
    .map((rule) => {
      const other = rule.cidr_ipv4 ?? name(rule.referenced_security_group_id);
      return `${name(rule.security_group_id)} ${rule.ip_protocol} ${rule.from_port}-${rule.to_port} ${other}`;
    })
    .sort();
};

describe("HostsLoadBalancer by default", () => {
  const stack = balancer();

  it("is a network load balancer for the internet, in the public subnets, over all zones (INF-16)", () => {
    expect(stack).toHaveResourceWithProperties(Lb, {
      name: "demo",
      loadBalancerType: "network",
      internal: undefined,
      subnets: ["subnet-a", "subnet-b"],
      securityGroups: [expect.stringContaining("aws_security_group.hosts_")],
      enableCrossZoneLoadBalancing: true,
    });
  });

  it("tells the ingress controller who the client is, in front of each connection, on both ports (INF-20)", () => {
    const targets = blocks(stack, "aws_lb_target_group");
    expect(targets).toHaveLength(2);
    // The target sees the balancer's own address, so that the workers' answers find back; the header alone names the client.
    for (const target of targets)
      expect(target).toMatchObject({ proxy_protocol_v2: true, preserve_client_ip: "false" });
  });

  it("is not deleted by accident", () => {
    expect(stack).toHaveResourceWithProperties(Lb, { lifecycle: { preventDestroy: true } });
  });

  it.each([
    [80, "http", 32080],
    [443, "https", 32443],
  ])("hands %i on to the ingress controller's port for %s as it is (SB-2)", (port, protocol, nodePort) => {
    expect(stack).toHaveResourceWithProperties(LbListener, {
      port,
      protocol: "TCP",
      loadBalancerArn: expect.stringContaining("aws_lb.hosts_balancer"),
      defaultAction: [
        { type: "forward", targetGroupArn: expect.stringContaining(`aws_lb_target_group.hosts_targets-${protocol}`) },
      ],
    });
    expect(stack).toHaveResourceWithProperties(LbTargetGroup, {
      namePrefix: `${protocol}-`,
      port: nodePort,
      protocol: "TCP",
      targetType: "instance",
      vpcId: "vpc-1",
      preserveClientIp: "false",
      healthCheck: { protocol: "TCP", port: "traffic-port" },
      lifecycle: { createBeforeDestroy: true },
      tags: { Name: `demo-${protocol}` },
    });
  });

  it("has names for its target groups that AWS takes", () => {
    for (const { name_prefix } of blocks(stack, "aws_lb_target_group")) {
      expect(String(name_prefix).length).toBeLessThanOrEqual(6);
    }
  });

  it("takes in the workers with their Auto Scaling group", () => {
    for (const protocol of ["http", "https"]) {
      expect(stack).toHaveResourceWithProperties(AutoscalingAttachment, {
        autoscalingGroupName: "asg-default",
        lbTargetGroupArn: expect.stringContaining(`hosts_targets-${protocol}`),
      });
    }
  });

  it("is open to everybody on its two ports, and reaches the workers on two", () => {
    expect(stack).toHaveResourceWithProperties(SecurityGroup, {
      name: "demo-hosts",
      vpcId: "vpc-1",
      ingress: undefined,
    });
    expect(rules(stack, "ingress")).toEqual([
      "balancer tcp 443-443 0.0.0.0/0",
      "balancer tcp 80-80 0.0.0.0/0",
      "sg-workers tcp 32080-32080 balancer",
      "sg-workers tcp 32443-32443 balancer",
    ]);
    expect(rules(stack, "egress")).toEqual([
      "balancer tcp 32080-32080 sg-workers",
      "balancer tcp 32443-32443 sg-workers",
    ]);
  });
});

describe("HostsLoadBalancer with options", () => {
  it("takes in the workers of every node group, each by its name", () => {
    const stack = balancer({ autoscalingGroups: { default: "asg-default", "zone-c": "asg-c" } });
    const names = Object.keys((JSON.parse(stack) as StackJson).resource?.aws_autoscaling_attachment ?? {});
    expect(names.map((name) => name.replace(/_[0-9A-F]{8}$/, "")).sort()).toEqual([
      "hosts_http-default",
      "hosts_http-zone-c",
      "hosts_https-default",
      "hosts_https-zone-c",
    ]);
  });

  it("can be deleted once its protection is off", () => {
    expect(balancer({ deletionProtection: false })).toHaveResourceWithProperties(Lb, {
      lifecycle: { preventDestroy: false },
    });
  });
});
