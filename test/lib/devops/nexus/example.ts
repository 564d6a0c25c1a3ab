import { type NexusOptions, nexusConfiguration } from "../../../../lib/devops/nexus/configuration";
import { NEXUS_EXAMPLE as OPTIONS } from "../../../support/nexus-example";

export { OPTIONS };

/** The steps of a configuration that make an object by a part of the API. */
export function bodies(path: string, more: Partial<NexusOptions> = {}): Record<string, unknown>[] {
  return nexusConfiguration({ ...OPTIONS, ...more }).steps.flatMap((step) =>
    "create" in step && step.create.path.startsWith(path) ? [{ ...step.create.body }] : [],
  );
}
