import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { Construct } from "constructs";
import { type ComponentProps, componentMetadata } from "./app-context";
import { COMPONENT_LABEL } from "./labels";

/**
 * The services of a component: others find it by its name (INF-40), and by its aliases. That of a stateful component is
 * headless, so that each replica has a name of its own, `<name>-0.<name>`, by which the others find it before it is ready.
 */
export class ComponentServices extends Construct {
  constructor(scope: Construct, id: string, props: ComponentProps) {
    super(scope, id);
    const { name, component } = props;
    const port = Object.entries(component.ports).map(([portName, { port, protocol }]) => ({
      name: portName,
      port,
      targetPort: String(port),
      protocol,
    }));
    if (port.length === 0) return;
    for (const service of [name, ...component.aliases]) {
      const headless = component.kind === "stateful" && service === name;
      new ServiceV1(this, service, {
        metadata: componentMetadata(props, service),
        spec: {
          type: "ClusterIP",
          clusterIp: headless ? "None" : undefined,
          publishNotReadyAddresses: headless,
          selector: { [COMPONENT_LABEL]: name },
          port,
        },
      });
    }
  }
}
