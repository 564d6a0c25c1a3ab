import type { Construct } from "constructs";
import { EksNodes } from "../../lib/cluster/eks-nodes";
import { type NodeGroupOptions, NodeImage, zonesOf } from "../../lib/cluster/node-group-options";
import type { AwsNodeGroupDescription } from "../../lib/config/aws-nodes";
import type { PlaceDescription } from "../../lib/config/place";
import { connectionOf } from "../connection";
import { consume, entryOf, publish } from "../contract";
import type { StateStore } from "../state";
import { TestbedStack } from "../testbed-stack";
import type { AwsClusterStack } from "./cluster";
import type { AwsNetworkStack } from "./network";
import { addAwsProvider, testbedTags } from "./provider";

/** The stacks that the nodes build on. */
export interface AwsNodesStackProps {
  readonly state: StateStore;
  readonly networkStack: AwsNetworkStack;
  readonly clusterStack: AwsClusterStack;
}

/** `<name>-nodes`: Cilium, the node groups, and the add-ons that need nodes. */
export class AwsNodesStack extends TestbedStack {
  constructor(scope: Construct, place: PlaceDescription, props: AwsNodesStackProps) {
    super(scope, "nodes", { name: place.name, state: props.state });
    addAwsProvider(this, place);
    const network = consume(this, "network", props.networkStack);
    const cluster = consume(this, "cluster", props.clusterStack);
    connectionOf(cluster, place.providers).helm(this);
    const groups = Object.entries(place.aws.nodes).map(([name, group]) => [name, groupOptions(group)] as const);
    const slots = new Set(groups.flatMap(([, options]) => zonesOf(options)));
    const nodes = new EksNodes(this, "nodes", {
      name: place.name,
      region: place.aws.region,
      clusterName: cluster.cluster_name,
      endpoint: cluster.cluster_endpoint,
      version: cluster.cluster_minor,
      oidc: { providerArn: cluster.oidc_provider_arn, issuer: cluster.oidc_issuer },
      privateSubnetIds: Object.fromEntries([...slots].map((slot) => [slot, entryOf(network.private_subnet_ids, slot)])),
      groups: Object.fromEntries(groups),
      nodeName: place.aws.nodeName,
      tags: testbedTags(place),
      deletionProtection: place.aws.deletionProtection,
    });
    publish(this, "nodes", { node_role_arn: nodes.nodeRoleArn, autoscaling_group_names: nodes.autoscalingGroupNames });
  }
}

function groupOptions({ amiType, disk, ...group }: AwsNodeGroupDescription): NodeGroupOptions {
  return { ...group, image: NodeImage.of(amiType), diskGib: Number.parseInt(disk, 10) };
}
