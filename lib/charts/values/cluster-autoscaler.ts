import { CILIUM_TAINT } from "../../cilium-taint";
import { PLATFORM } from "../../platform-namespaces";
import { type Mirror, mirrored } from "../mirror";
import { PLATFORM_REQUESTS, resources } from "../requests";
import type { ChartValues } from "./chart-values";

/** What the autoscaler of nodes has to know. */
export interface ClusterAutoscalerOptions {
  /** Its name for the cloud, as its argument `--cloud-provider` takes it. */
  readonly provider: string;
  /** The cluster whose node groups it looks for by their tags. */
  readonly clusterName: string;
  /** What stands in its environment: the region, for one. */
  readonly environment: Readonly<Record<string, string>>;
  /** Annotations of its service account, by which it acts at the cloud. */
  readonly identity: Readonly<Record<string, string>>;
  /** Tag of its image, which follows the Kubernetes minor. */
  readonly imageTag: string;
  readonly mirror: Mirror;
}

/**
 * Values of the cluster-autoscaler chart (INF-36): node groups grow when pods find no room, and shrink when nodes stand half
 * empty. It knows that Cilium takes its start-up taint away; without that a new node would seem to be of no use for ever.
 */
export function clusterAutoscalerValues(options: ClusterAutoscalerOptions): ChartValues {
  const locked = {
    runAsNonRoot: true,
    runAsUser: 65_534,
    runAsGroup: 65_534,
    seccompProfile: { type: "RuntimeDefault" },
  };
  return {
    fixed: {
      fullnameOverride: PLATFORM.autoscaler.serviceAccount,
      cloudProvider: options.provider,
      autoDiscovery: { clusterName: options.clusterName },
      extraEnv: options.environment,
      image: {
        tag: options.imageTag,
        ...mirrored(options.mirror, (at) => ({ repository: at("registry.k8s.io/autoscaling/cluster-autoscaler") })),
      },
      rbac: {
        serviceAccount: { create: true, name: PLATFORM.autoscaler.serviceAccount, annotations: options.identity },
      },
      // A pod is given the identity when it is made: here a change of it makes a new one.
      podAnnotations: options.identity,
      extraArgs: { "startup-taint": CILIUM_TAINT.key },
      securityContext: locked,
      containerSecurityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
    },
    defaults: {
      extraArgs: {
        v: 2,
        expander: "least-waste",
        "balance-similar-node-groups": true,
        // CoreDNS and the drivers' controllers have further copies, or come back within seconds.
        "skip-nodes-with-system-pods": false,
        // Scratch folders end with their pods anyway; with them taken for data no node would ever go.
        "skip-nodes-with-local-storage": false,
      },
      resources: resources(PLATFORM_REQUESTS.autoscaler, "768Mi"),
    },
  };
}
