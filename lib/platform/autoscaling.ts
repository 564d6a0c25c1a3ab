import { Construct } from "constructs";
import type { Mirror } from "../charts/mirror";
import { type ClusterAutoscalerOptions, clusterAutoscalerValues } from "../charts/values/cluster-autoscaler";
import { metricsServerValues } from "../charts/values/metrics-server";
import { ChartRelease } from "../helm/chart-release";
import { OWN_NAMES } from "../platform-namespaces";
import { PlatformNamespace } from "./platform-namespace";

/** What `Autoscaling` is made of. */
export interface AutoscalingProps {
  /** Default: `platform` */
  readonly namespace?: string | undefined;
  readonly kubernetesMinor: string;
  /** Whether metrics-server is installed; where it is not, the cluster has it. Default: true */
  readonly metricsServer?: boolean;
  /** How node groups grow. Default: they do not */
  readonly nodes?: Omit<ClusterAutoscalerOptions, "mirror"> | undefined;
  readonly mirror: Mirror;
  /** Values of the charts for what the testbed leaves open. Default: none */
  readonly free: { readonly clusterAutoscaler?: object | undefined; readonly metricsServer?: object | undefined };
}

/** Port of metrics-server, which the API asks. */
const METRICS_PORT = 10250;

/** What pods and nodes grow by (INF-13, INF-36): the figures of metrics-server, and the autoscaler of the node groups. */
export class Autoscaling extends Construct {
  constructor(scope: Construct, id: string, props: AutoscalingProps) {
    super(scope, id);
    const { kubernetesMinor, metricsServer = true, nodes, mirror, free } = props;
    const namespace = new PlatformNamespace(this, "namespace", {
      name: props.namespace ?? OWN_NAMES.autoscaling,
      podSecurity: "restricted",
      kubernetesMinor,
      openPorts: [METRICS_PORT],
    });
    if (metricsServer) {
      new ChartRelease(this, "metrics-server", {
        chart: "metricsServer",
        releaseName: "metrics-server",
        namespace: namespace.reference,
        values: metricsServerValues({ mirror }),
        mirror,
        free: free.metricsServer,
      });
    }
    if (!nodes) return;
    new ChartRelease(this, "cluster-autoscaler", {
      chart: "clusterAutoscaler",
      releaseName: "cluster-autoscaler",
      namespace: namespace.reference,
      values: clusterAutoscalerValues({ ...nodes, mirror }),
      mirror,
      free: free.clusterAutoscaler,
    });
  }
}
