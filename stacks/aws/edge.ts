import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { AwsBastion } from "../../lib/bastion/aws-bastion";
import type { PlaceOn } from "../../lib/config/place";
import { DEFAULTS } from "../../lib/defaults";
import { HostsLoadBalancer } from "../../lib/network/hosts-load-balancer";
import { type Contract, consume, entryOf, publish } from "../contract";
import { hasHosts, recordNames } from "../records";
import type { StateStore } from "../state";
import type { EdgeWays } from "../target";
import { TestbedStack } from "../testbed-stack";
import type { AwsClusterStack } from "./cluster";
import type { AwsNetworkStack } from "./network";
import type { AwsNodesStack } from "./nodes";
import { addAwsProvider, testbedTags } from "./provider";

/** What the edge is made of. */
export interface AwsEdgeStackProps extends EdgeWays {
  readonly state: StateStore;
  readonly networkStack: AwsNetworkStack;
  readonly clusterStack: AwsClusterStack;
  readonly nodesStack: AwsNodesStack;
}

/** `<name>-edge`: the bastion, and the load balancer of the HTTPS hosts where the place has names for them. */
export class AwsEdgeStack extends TestbedStack {
  constructor(scope: Construct, place: PlaceOn<"aws">, props: AwsEdgeStackProps) {
    super(scope, "edge", { name: place.name, state: props.state });
    addAwsProvider(this, place);
    const network = consume(this, "network", props.networkStack);
    const cluster = consume(this, "cluster", props.clusterStack);
    const nodes = consume(this, "nodes", props.nodesStack);
    const { region, clusterName } = place.aws;
    const bastion = new AwsBastion(this, "bastion", {
      name: place.name,
      region,
      clusterName,
      interfaceId: network.entry_interface_id,
      entryGroupId: network.entry_security_group_id,
      workerGroupId: cluster.worker_security_group_id,
      controlPlaneGroupId: network.control_plane_security_group_id,
      ways: props.ways,
      tags: testbedTags(place),
    });
    const balancer = hasHosts(place) ? this.balancer(place, network, cluster, nodes) : undefined;
    publish(this, "edge", {
      bastion_id: bastion.instanceId,
      tunnel_command: tunnel(region, bastion.instanceId, Fn.replace(cluster.cluster_endpoint, "https://", "")),
      load_balancer_address: balancer?.address ?? "",
      dns_records: Object.fromEntries(
        balancer ? this.records(place, props.hosts, balancer).map((host) => [host, balancer.address]) : [],
      ),
    });
  }

  private balancer(
    { name, aws }: PlaceOn<"aws">,
    network: Contract<"network">,
    cluster: Contract<"cluster">,
    nodes: Contract<"nodes">,
  ): HostsLoadBalancer {
    const slots = [...new Set([...DEFAULTS.zones, ...Object.values(aws.nodes).flatMap(({ zones }) => zones)])].sort();
    const groups = Object.keys(aws.nodes);
    return new HostsLoadBalancer(this, "hosts", {
      name,
      networkId: network.network_id,
      subnetIds: slots.map((slot) => entryOf(network.public_subnet_ids, slot)),
      workerGroupId: cluster.worker_security_group_id,
      autoscalingGroups: Object.fromEntries(
        groups.map((group) => [group, entryOf(nodes.autoscaling_group_names, group)]),
      ),
      deletionProtection: aws.deletionProtection,
    });
  }

  /** Makes the record of the domain where its zone is named, and answers the names whose records are left to people. */
  private records({ domain, aws }: PlaceOn<"aws">, hosts: readonly string[], balancer: HostsLoadBalancer): string[] {
    if (domain === undefined || aws.hostedZone === undefined) return recordNames({ domain }, hosts);
    new Route53Record(this, "wildcard", {
      zoneId: aws.hostedZone,
      name: `*.${domain}`,
      type: "A",
      alias: { name: balancer.address, zoneId: balancer.zoneId, evaluateTargetHealth: false },
    });
    return [...hosts];
  }
}

/** The command that leads a port of one's own machine to the Kubernetes API (SB-10). */
function tunnel(region: string, bastion: string, host: string): string {
  const parameters = `host=${host},portNumber=443,localPortNumber=8443`;
  const document = "AWS-StartPortForwardingSessionToRemoteHost";
  return `aws ssm start-session --region ${region} --target ${bastion} --document-name ${document} --parameters ${parameters}`;
}
