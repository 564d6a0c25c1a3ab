import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { Construct } from "constructs";
import { connectionOf } from "../../stacks/connection";
import { consumeElsewhere } from "../../stacks/contract";
import type { StateStore } from "../../stacks/state";
import { TestbedStack } from "../../stacks/testbed-stack";

/** A stack of somebody else's on the cluster of the testbed `infinitech-bp`: it needs the testbed's states, not its code. */
export class WorkloadStack extends TestbedStack {
  constructor(scope: Construct, state: StateStore) {
    super(scope, "workload", { name: "infinitech-bp", state });
    const cluster = consumeElsewhere(this, "cluster", "infinitech-bp");
    connectionOf(cluster).kubernetes(this);
    new NamespaceV1(this, "namespace", { metadata: { name: "workload" } });
  }
}
