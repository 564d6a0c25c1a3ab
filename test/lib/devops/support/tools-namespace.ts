import type { Construct } from "constructs";
import { DEVOPS } from "../../../../lib/devops/names";
import { ToolsNamespace } from "../../../../lib/devops/tools-namespace";

/** The namespace of the tools. */
export function toolsNamespace(scope: Construct): ToolsNamespace {
  return new ToolsNamespace(scope, "namespace", {
    name: DEVOPS.namespace,
    podSecurity: "restricted",
    kubernetesMinor: "1.35",
  });
}
