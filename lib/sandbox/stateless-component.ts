import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { Construct } from "constructs";
import { acceptFindings } from "../accept-finding";
import { volumeGroupOf } from "../config/sandbox/volume-groups";
import { acceptedFindings } from "./accepted-findings";
import { type ComponentProps, componentMetadata } from "./app-context";
import { ComponentConfig } from "./component-config";
import { ComponentServices } from "./component-services";
import { COMPONENT_LABEL } from "./labels";
import { podTemplate } from "./pod-template";
import { Scaling } from "./scaling";
import { timeoutsOf } from "./timeouts";

/**
 * A stateless component (INF-38): replicas that stand in for each other, updated without a gap: a new one answers before
 * an old one goes. Where it mounts a volume of one node the old one goes first, as two would wait for each other.
 */
export class StatelessComponent extends Construct {
  constructor(scope: Construct, id: string, props: ComponentProps) {
    super(scope, id);
    const { name, component, app } = props;
    const config = new ComponentConfig(this, "config", props);
    new ComponentServices(this, "services", props);
    const gapless = volumeGroupOf(component, app.sandbox) === undefined;
    const deployment = new DeploymentV1(this, "deployment", {
      metadata: componentMetadata(props),
      timeouts: timeoutsOf(component),
      spec: {
        replicas: component.scale ? undefined : String(component.replicas ?? 1),
        strategy: gapless
          ? { type: "RollingUpdate", rollingUpdate: { maxSurge: "1", maxUnavailable: "0" } }
          : { type: "Recreate" },
        selector: { matchLabels: { [COMPONENT_LABEL]: name } },
        template: podTemplate(props, config),
      },
    });
    acceptFindings(deployment, acceptedFindings(component));
    new Scaling(this, "scaling", { ...props, workload: "Deployment", workloadName: deployment.metadata.name });
  }
}
