import type { ComponentDescription } from "../config/sandbox/component";
import { replicasOf } from "../config/sandbox/replicas";
import { probesOf } from "./probes";

/** Minutes that images, nodes and other components may take, beside the start of the replicas themselves. */
const GRACE_MINUTES = 15;

/** How long Terraform waits for the replicas of a component: for each of them as long as its start-up probe allows. */
export function timeoutsOf(component: ComponentDescription) {
  const { periodSeconds = 0, failureThreshold = 0 } = probesOf(component).startupProbe ?? {};
  const minutes = GRACE_MINUTES + Math.ceil((replicasOf(component) * periodSeconds * failureThreshold) / 60);
  return { create: `${minutes}m`, update: `${minutes}m` };
}
