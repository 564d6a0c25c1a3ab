import { replicasOf } from "../config/sandbox/replicas";
import { volumeGroupOf } from "../config/sandbox/volume-groups";
import { literal } from "../literal";
import { LOW_PORTS, lockedPod } from "../locked-pod";
import type { ComponentProps } from "./app-context";
import type { ComponentConfig } from "./component-config";
import { containerResources } from "./container-resources";
import { containerSecurity } from "./container-security";
import { environmentOf } from "./environment";
import { imageOf } from "./image";
import { COMPONENT_LABEL, componentLabels, volumesLabel } from "./labels";
import { probesOf } from "./probes";
import { sameNode } from "./same-node";
import { mountedIn } from "./volumes";
import { waitSteps } from "./wait-for";

/** Each start asks the registry, as tags move. */
const PULL_POLICY = "Always";

/** The pods of a component, the same for every kind of workload. */
export function podTemplate(props: ComponentProps, config: ComponentConfig) {
  const { name, component, app } = props;
  const mounted = mountedIn(component, app.sandbox);
  const group = volumeGroupOf(component, app.sandbox);
  const securityContext = containerSecurity(component);
  const env = [...config.variables, ...environmentOf(component.env)];
  const volumeMount = mounted.map((each) => each.volumeMount);
  const locked = lockedPod(component.user, component.relax.includes("root-user"));
  const { seccompProfile, ...podSecurity } = locked.securityContext;
  return {
    metadata: {
      labels: { ...componentLabels(app.namespace, name), ...volumesLabel(group) },
      annotations: config.annotations,
    },
    spec: {
      ...locked,
      securityContext: {
        ...podSecurity,
        seccompProfile: securityContext.seccompProfile && seccompProfile,
        sysctl: Object.values(component.ports).some(({ port }) => port < 1024) ? [LOW_PORTS] : undefined,
      },
      affinity: sameNode(group),
      topologySpreadConstraint: spread(props),
      initContainer: [
        ...waitSteps(component, app.sandbox),
        ...component.init.map((step) => ({
          name: step.name,
          image: imageOf(step.image ?? component.image, app.place),
          imagePullPolicy: PULL_POLICY,
          command: step.command?.map(literal),
          args: step.args?.map(literal),
          env: [...env, ...environmentOf(step.env)],
          resources: containerResources(step.resources, Object.values(component.scratch)),
          securityContext,
          volumeMount,
        })),
      ],
      container: [
        {
          name,
          image: imageOf(component.image, app.place),
          imagePullPolicy: PULL_POLICY,
          command: component.command?.map(literal),
          args: component.args?.map(literal),
          env,
          port: Object.entries(component.ports).map(([portName, { port, protocol }]) => ({
            name: portName,
            containerPort: port,
            protocol,
          })),
          resources: containerResources(component.resources, Object.values(component.scratch)),
          securityContext,
          volumeMount,
          ...probesOf(component),
        },
      ],
      volume: mounted.flatMap(({ volume }) => (volume ? [volume] : [])),
    },
  };
}

/** Spreads several replicas over nodes and zones where there is room, and never holds one back for it. */
function spread({ name, component }: ComponentProps) {
  if (replicasOf(component) < 2) return [];
  return ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: [{ matchLabels: { [COMPONENT_LABEL]: name } }],
  }));
}
