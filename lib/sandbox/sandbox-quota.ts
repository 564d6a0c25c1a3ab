import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import { Construct } from "constructs";
import { claimsOf } from "../config/sandbox/claims";
import { bytesOf, formatBytes } from "../config/sandbox/quantity";
import type { SandboxDescription } from "../config/sandbox/sandbox";
import { type FrameNamespace, frameMetadata } from "./frame-namespace";

/** What a `SandboxQuota` is made of. */
export interface SandboxQuotaProps {
  readonly namespace: FrameNamespace;
  readonly sandbox: SandboxDescription;
}

/**
 * The quota of a sandbox (INF-30). Node ports and storage are exactly what is declared, so nobody adds to them from
 * within; and no pod takes a priority class of the system, by which it would push out those of others.
 */
export class SandboxQuota extends Construct {
  constructor(scope: Construct, id: string, { namespace, sandbox }: SandboxQuotaProps) {
    super(scope, id);
    const { quota, expose, datasets } = sandbox;
    const storage = Object.entries(datasets)
      .flatMap(([name, dataset]) => claimsOf(name, dataset))
      .reduce((bytes, { size }) => bytes + bytesOf(size), 0);
    new ResourceQuotaV1(this, "all", {
      metadata: frameMetadata(namespace, "sandbox"),
      spec: {
        hard: {
          "requests.cpu": quota.requests.cpu,
          "requests.memory": quota.requests.memory,
          "limits.cpu": quota.limits.cpu,
          "limits.memory": quota.limits.memory,
          "limits.ephemeral-storage": quota.ephemeralStorage,
          "requests.storage": formatBytes(storage),
          pods: String(quota.pods),
          services: String(quota.services),
          "services.nodeports": String(expose.filter(({ nodePort }) => nodePort !== undefined).length),
          "services.loadbalancers": String(quota.loadBalancers),
          persistentvolumeclaims: String(quota.claims),
          secrets: String(quota.secrets),
          configmaps: String(quota.configMaps),
        },
      },
    });
    new ResourceQuotaV1(this, "priority", {
      metadata: frameMetadata(namespace, "no-system-priority"),
      spec: {
        hard: { pods: "0" },
        scopeSelector: {
          matchExpression: [
            {
              scopeName: "PriorityClass",
              operator: "In",
              values: ["system-cluster-critical", "system-node-critical"],
            },
          ],
        },
      },
    });
  }
}
