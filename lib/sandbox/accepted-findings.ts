import type { AcceptedFindings } from "../accept-finding";
import type { ComponentDescription } from "../config/sandbox/component";
import { isPinned } from "./image";
import { probesOf } from "./probes";

/** What checkov finds in the deployment of a component, and why it is as it is. */
export function acceptedFindings(component: ComponentDescription): AcceptedFindings {
  const { readinessProbe, livenessProbe } = probesOf(component);
  const env = Object.values(component.env);
  // checkov looks into the environment only where it has one variable.
  const onlySecret = env.length === 1 && env[0]?.secret !== undefined && Object.keys(component.config).length === 0;
  return {
    ...(livenessProbe ? {} : { CKV_K8S_8: "A process that fails ends; the partner adds a probe where it does not" }),
    ...(readinessProbe ? {} : { CKV_K8S_9: "It has no TCP port, so nobody asks it for anything" }),
    ...(onlySecret ? { CKV_K8S_35: "The partner's image reads it so; only who may exec into its pods sees it" } : {}),
    ...(isPinned(component.image)
      ? {}
      : { CKV_K8S_43: "Tags are the partner's to choose; each start pulls what they stand for" }),
  };
}
