import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ExposedPort } from "../config/sandbox/exposed-port";
import type { ExposureDescription } from "../config/sandbox/exposure";
import { type FrameNamespace, frameMetadata } from "./frame-namespace";
import { COMPONENT_LABEL, POD_NAME_LABEL } from "./labels";

/** What a `NodePort` is made of. */
export interface NodePortProps {
  readonly namespace: FrameNamespace;
  /** Name of the service, as `nodePortName` makes it. */
  readonly name: string;
  readonly component: string;
  /** One replica of the component. Default: any */
  readonly replica?: number | undefined;
  readonly port: ExposedPort;
  readonly nodePort: number;
  /** What has to be there before. */
  readonly after: ITerraformDependable[];
}

/**
 * The service behind a node port (INF-33). A node hands on what it gets to its own pods alone (`Local`), so that the
 * policies see where it came from; a node without one does not answer (cilium#19010).
 */
export class NodePort extends Construct {
  constructor(scope: Construct, id: string, props: NodePortProps) {
    super(scope, id);
    const { namespace, name, component, replica, nodePort, after } = props;
    const { port, protocol } = props.port;
    new ServiceV1(this, "service", {
      dependsOn: after,
      metadata: frameMetadata(namespace, name),
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
