import { StatefulSetV1 } from "@cdktf/provider-kubernetes/lib/stateful-set-v1";
import { Construct } from "constructs";
import { STORAGE_CLASSES } from "../storage-classes";
import { type ComponentProps, componentMetadata } from "./app-context";
import { ComponentConfig } from "./component-config";
import { ComponentServices } from "./component-services";
import { COMPONENT_LABEL } from "./labels";
import { podTemplate } from "./pod-template";
import { Scaling } from "./scaling";

/**
 * A stateful component (INF-37): replicas with names, started in order and updated one by one. The volumes of each are
 * claims of the frame, which the set takes over by their names; it cannot make more, as the quota holds those alone.
 */
export class StatefulComponent extends Construct {
  constructor(scope: Construct, id: string, props: ComponentProps) {
    super(scope, id);
    const { name, component, app } = props;
    const config = new ComponentConfig(this, "config", props);
    new ComponentServices(this, "services", props);
    const set = new StatefulSetV1(this, "set", {
      metadata: componentMetadata(props),
      // Updates of sets that Terraform waits for end in an error with versions 3.0 to 3.2 of the provider, though the
      // cluster has them (terraform-provider-kubernetes#2926).
      waitForRollout: false,
      // The set takes over claims that are there; Kubernetes refuses a changed template.
      lifecycle: { ignoreChanges: ["spec[0].volume_claim_template"] },
      spec: {
        serviceName: name,
        replicas: component.scale ? undefined : String(component.replicas ?? 1),
        podManagementPolicy: "OrderedReady",
        persistentVolumeClaimRetentionPolicy: [{ whenDeleted: "Retain", whenScaled: "Retain" }],
        updateStrategy: [{ type: "RollingUpdate", rollingUpdate: [{ partition: 0 }] }],
        selector: { matchLabels: { [COMPONENT_LABEL]: name } },
        template: podTemplate(props, config),
        volumeClaimTemplate: Object.keys(component.mounts).flatMap((dataset) => {
          const description = app.sandbox.datasets[dataset];
          if (!description?.perReplica) return [];
          return [
            {
              metadata: { name: dataset },
              spec: {
                accessModes: ["ReadWriteOnce"],
                storageClassName: STORAGE_CLASSES.retain,
                resources: { requests: { storage: description.size } },
              },
            },
          ];
        }),
      },
    });
    new Scaling(this, "scaling", { ...props, workload: "StatefulSet", workloadName: set.metadata.name });
  }
}
