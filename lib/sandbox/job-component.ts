import { CronJobV1 } from "@cdktf/provider-kubernetes/lib/cron-job-v1";
import { JobV1 } from "@cdktf/provider-kubernetes/lib/job-v1";
import { Construct } from "constructs";
import { type ComponentProps, componentMetadata } from "./app-context";
import { ComponentConfig } from "./component-config";
import { ComponentServices } from "./component-services";
import { podTemplate } from "./pod-template";

/** Attempts after the first, where nothing else is said. */
const RETRIES = 3;

/** A component that runs once: again when it is changed, as Kubernetes lets nobody change a job. */
export class JobComponent extends Construct {
  constructor(scope: Construct, id: string, props: ComponentProps) {
    super(scope, id);
    const config = new ComponentConfig(this, "config", props);
    new ComponentServices(this, "services", props);
    new JobV1(this, "job", {
      metadata: componentMetadata(props),
      spec: jobSpec(props, config),
      waitForCompletion: false,
    });
  }
}

/** A component that runs by the clock, one run at a time: pilot 5b's daily training (INF-42). */
export class ScheduleComponent extends Construct {
  constructor(scope: Construct, id: string, props: ComponentProps) {
    super(scope, id);
    const { component } = props;
    const config = new ComponentConfig(this, "config", props);
    new ComponentServices(this, "services", props);
    new CronJobV1(this, "schedule", {
      metadata: componentMetadata(props),
      spec: {
        schedule: component.schedule ?? "",
        timezone: component.timeZone ?? "Etc/UTC",
        concurrencyPolicy: "Forbid",
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 3,
        jobTemplate: { metadata: {}, spec: jobSpec(props, config) },
      },
    });
  }
}

function jobSpec(props: ComponentProps, config: ComponentConfig) {
  const { retries, deadlineSeconds } = props.component;
  const { metadata, spec } = podTemplate(props, config);
  return {
    backoffLimit: retries ?? RETRIES,
    activeDeadlineSeconds: deadlineSeconds,
    template: { metadata, spec: { ...spec, restartPolicy: "Never" } },
  };
}
