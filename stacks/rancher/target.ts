import { Cni } from "../../lib/sandbox/cni";
import { connectionOf } from "../connection";
import { consume } from "../contract";
import { givenNetwork } from "../given-network";
import type { BuildTarget } from "../target";
import { RancherClusterStack } from "./cluster";
import { RancherEdgeStack } from "./edge";
import { RancherNodesStack } from "./nodes";

/** A testbed on prepared hosts: a Rancher makes a cluster of them, and a HAProxy stands in front (INF-46, SMART BEAR). */
export const rancherTarget: BuildTarget<"rancher"> = (app, props) => {
  const { place, state } = props;
  const clusterStack = new RancherClusterStack(app, props);
  const nodesStack = new RancherNodesStack(app, place, state, clusterStack);
  return {
    network: givenNetwork(place.rancher),
    nodes: nodesStack,
    cni: Cni.CILIUM,
    connect: (stack) => connectionOf(consume(stack, "cluster", nodesStack), place.providers),
    edge: (ways) => new RancherEdgeStack(app, place, state, ways),
  };
};
