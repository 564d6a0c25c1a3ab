import { Cni } from "../../lib/sandbox/cni";
import { connectionOf } from "../connection";
import { consume } from "../contract";
import type { BuildTarget } from "../target";
import { AwsClusterStack } from "./cluster";
import { AwsEdgeStack } from "./edge";
import { AwsNetworkStack } from "./network";
import { AwsNodesStack } from "./nodes";

/** A testbed on AWS: a VPC, EKS with Cilium and managed node groups, a bastion and a load balancer. */
export const awsTarget: BuildTarget<"aws"> = (app, { testbed, place, state }) => {
  const networkStack = new AwsNetworkStack(app, place, state);
  const clusterStack = new AwsClusterStack(app, { testbed, place }, state, networkStack);
  const nodesStack = new AwsNodesStack(app, place, { state, networkStack, clusterStack });
  return {
    network: networkStack,
    nodes: nodesStack,
    cni: Cni.CILIUM,
    connect: (stack) => {
      const connection = connectionOf(consume(stack, "cluster", clusterStack), place.providers);
      stack.addDependency(nodesStack);
      return connection;
    },
    edge: (ways) => new AwsEdgeStack(app, place, { state, networkStack, clusterStack, nodesStack, ...ways }),
  };
};
