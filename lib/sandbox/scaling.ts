import { HorizontalPodAutoscalerV2 } from "@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { Construct } from "constructs";
import { replicasOf } from "../config/sandbox/replicas";
import { type ComponentProps, componentMetadata } from "./app-context";
import { COMPONENT_LABEL } from "./labels";

/** What a `Scaling` is made of. */
export interface ScalingProps extends ComponentProps {
  /** Kind of the workload that has the replicas. */
  readonly workload: "Deployment" | "StatefulSet";
  /** Name of that workload, as a reference. */
  readonly workloadName: string;
}

/** What a component with several replicas has beside them: an autoscaler where it scales (INF-36), and a disruption budget. */
export class Scaling extends Construct {
  constructor(scope: Construct, id: string, props: ScalingProps) {
    super(scope, id);
    const { component, workload, workloadName, name } = props;
    const metadata = componentMetadata(props);
    if (component.scale) {
      const { min, max, cpu } = component.scale;
      new HorizontalPodAutoscalerV2(this, "autoscaler", {
        metadata,
        spec: {
          minReplicas: min,
          maxReplicas: max,
          scaleTargetRef: { apiVersion: "apps/v1", kind: workload, name: workloadName },
          metric: [
            {
              type: "Resource",
              resource: { name: "cpu", target: { type: "Utilization", averageUtilization: cpu } },
            },
          ],
        },
      });
    }
    if (replicasOf(component) > 1) {
      new PodDisruptionBudgetV1(this, "disruption-budget", {
        metadata,
        spec: {
          maxUnavailable: "1",
          selector: { matchLabels: { [COMPONENT_LABEL]: name } },
        },
      });
    }
  }
}
