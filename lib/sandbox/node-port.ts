import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ExposureDescription } from "../config/sandbox/exposure";
import type { SandboxDescription } from "../config/sandbox/sandbox";
import { exposedPort } from "./exposed-port";
import { type FrameNamespace, frameMetadata } from "./frame-namespace";
import { COMPONENT_LABEL, POD_NAME_LABEL } from "./labels";

/** What a `NodePort` is made of. */
export interface NodePortProps {
  readonly namespace: FrameNamespace;
  readonly sandbox: SandboxDescription;
  readonly exposure: ExposureDescription;
  readonly nodePort: number;
  /** What has to be there before. */
  readonly after: ITerraformDependable[];
}

/**
 * The service behind a node port (INF-33). A node hands on what it gets to its own pods alone (`Local`), so that the
 * policies see where it came from; a node without one does not answer (cilium#19010).
 */
export class NodePort extends Construct {
  constructor(scope: Construct, id: string, { namespace, sandbox, exposure, nodePort, after }: NodePortProps) {
    super(scope, id);
    const { component, replica } = exposure;
    const { port, protocol } = exposedPort(exposure, sandbox);
    new ServiceV1(this, "service", {
      dependsOn: after,
      metadata: frameMetadata(namespace, nodePortName(exposure, port)),
      spec: {
        type: "NodePort",
        externalTrafficPolicy: "Local",
        selector: {
          [COMPONENT_LABEL]: component,
          ...(replica === undefined ? {} : { [POD_NAME_LABEL]: `${component}-${replica}` }),
        },
        port: [{ name: "in", port, targetPort: String(port), protocol, nodePort }],
      },
    });
  }
}

/** The name of what belongs to a node port: by where it leads, so that another number changes it in its place. */
export function nodePortName({ component, replica }: ExposureDescription, port: number): string {
  return `node-port-${component}-${replica === undefined ? "" : `${replica}-`}${port}`;
}
