import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { allClaims } from "../config/sandbox/claims";
import { bytesOf, formatBytes, formatCpu, millicores } from "../config/sandbox/quantity";
import type { QuotaDescription } from "../config/sandbox/quota";
import type { SandboxDescription } from "../config/sandbox/sandbox";
import { solverUsage } from "./acme-solver";
import { type FrameNamespace, frameMetadata } from "./frame-namespace";

/** What a `SandboxQuota` is made of. */
export interface SandboxQuotaProps {
  readonly namespace: FrameNamespace;
  readonly sandbox: SandboxDescription;
  /** How many node ports the frame has: asked for when all ways in are known. */
  readonly nodePorts: () => number;
  /** How many hosts have certificates of their own: asked for when all ways in are known. */
  readonly ownCertificates: () => number;
}

/**
 * The quota of a sandbox (INF-30). Node ports and storage are exactly what is declared, so nobody adds to them from
 * within. No pod takes a priority class, by which it would push out those of others. And all objects that developers may
 * make are counted, those without pods too: the store of the cluster's API is everybody's. What cert-manager needs in
 * it for the certificates of hosts comes on top.
 */
export class SandboxQuota extends Construct {
  /** What the quota counts waits for it, so that it is raised before it is used. */
  readonly resource: ResourceQuotaV1;

  constructor(scope: Construct, id: string, { namespace, sandbox, nodePorts, ownCertificates }: SandboxQuotaProps) {
    super(scope, id);
    const { quota, datasets } = sandbox;
    const storage = allClaims(datasets).reduce((bytes, { size }) => bytes + bytesOf(size), 0);
    const solvers = () => solverUsage(ownCertificates());
    const withSolvers = (write: (solvers: ReturnType<typeof solverUsage>) => string) =>
      Lazy.stringValue({ produce: () => write(solvers()) });
    const amount = (kind: "requests" | "limits") => ({
      [`${kind}.cpu`]: withSolvers((more) => formatCpu(millicores(quota[kind].cpu) + more[kind].cpu)),
      [`${kind}.memory`]: withSolvers((more) => formatBytes(bytesOf(quota[kind].memory) + more[kind].memory)),
    });
    this.resource = new ResourceQuotaV1(this, "all", {
      metadata: frameMetadata(namespace, "sandbox"),
      spec: {
        hard: {
          ...amount("requests"),
          ...amount("limits"),
          "limits.ephemeral-storage": withSolvers((more) => formatBytes(bytesOf(quota.ephemeralStorage) + more.disk)),
          "requests.storage": formatBytes(storage),
          pods: withSolvers((more) => String(quota.pods + more.pods)),
          services: withSolvers((more) => String(quota.services + more.pods)),
          "services.nodeports": Lazy.stringValue({
            produce: () => String(nodePorts() + quota.loadBalancers * PORTS_OF_LOAD_BALANCER),
          }),
          "services.loadbalancers": String(quota.loadBalancers),
          persistentvolumeclaims: String(quota.claims),
          // cert-manager keeps the next key of a certificate in a secret of its own until it is signed.
          secrets: withSolvers((more) => String(quota.secrets + more.pods)),
          configmaps: String(quota.configMaps),
          ...objectCounts(quota),
        },
      },
    });
    new ResourceQuotaV1(this, "priority", {
      metadata: frameMetadata(namespace, "no-priority"),
      spec: {
        hard: { pods: "0" },
        scopeSelector: {
          matchExpression: [{ scopeName: "PriorityClass", operator: "Exists" }],
        },
      },
    });
  }
}

/** Node ports that Kubernetes gives a load balancer: one for each of its ports. */
const PORTS_OF_LOAD_BALANCER = 4;

/** Finished pods, jobs and former versions of a deployment stay for a while: so many for each that is in use. */
const KEPT = 10;

/** Objects that have no place of their own in a quota, by resource and group. */
function objectCounts({ pods, workloads }: QuotaDescription): Record<string, string> {
  const inUse = [
    "deployments.apps",
    "statefulsets.apps",
    "cronjobs.batch",
    "horizontalpodautoscalers.autoscaling",
    "poddisruptionbudgets.policy",
  ];
  const kept = ["replicasets.apps", "jobs.batch"];
  return {
    "count/pods": String(pods * KEPT),
    ...Object.fromEntries(inUse.map((resource) => [`count/${resource}`, String(workloads)])),
    ...Object.fromEntries(kept.map((resource) => [`count/${resource}`, String(workloads * KEPT)])),
  };
}
