import { Cni } from "../../lib/sandbox/cni";
import { connectionOf } from "../connection";
import { consume } from "../contract";
import type { BuildTarget } from "../target";
import { OpenStackClusterStack } from "./cluster";
import { OpenStackEdgeStack } from "./edge";
import { OpenStackNetworkStack } from "./network";
import { OpenStackNodesStack } from "./nodes";

/** A testbed on OpenStack: a network, servers that a Rancher makes a cluster of, and a bastion. */
export const openstackTarget: BuildTarget<"openstack"> = (app, props) => {
  const { place, state } = props;
  const networkStack = new OpenStackNetworkStack(app, place, state);
  const clusterStack = new OpenStackClusterStack(app, props, networkStack);
  const nodesStack = new OpenStackNodesStack(app, place, { state, networkStack, clusterStack });
  return {
    network: networkStack,
    nodes: nodesStack,
    cni: Cni.CILIUM,
    connect: (stack) => connectionOf(consume(stack, "cluster", nodesStack), place.providers),
    edge: (ways) => new OpenStackEdgeStack(app, place, { state, networkStack, nodesStack, ...ways }),
  };
};
