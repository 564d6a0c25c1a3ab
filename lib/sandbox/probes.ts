import type { ComponentDescription } from "../config/sandbox/component";
import { type ProbeDescription, startupProbeSchema } from "../config/sandbox/probe";
import { literal } from "../literal";

type Component = Pick<ComponentDescription, "kind" | "ports" | "probes">;

/** The probes of a component's container: those that it describes, and connections to its first port for the others. */
export function probesOf({ kind, ports, probes }: Component) {
  const first = Object.entries(ports).find(([, { protocol }]) => protocol === "TCP")?.[0];
  const served = kind === "stateful" || kind === "stateless";
  const byDefault = served && first !== undefined ? startupProbeSchema.parse({ tcpSocket: first }) : undefined;
  const startup = probes.startup ?? (kind === "stateful" ? byDefault : undefined);
  const readiness = probes.readiness ?? (byDefault && { ...byDefault, failureThreshold: 3 });
  return {
    startupProbe: startup && probe(startup, ports),
    readinessProbe: readiness && probe(readiness, ports),
    livenessProbe: probes.liveness && probe(probes.liveness, ports),
  };
}

function probe({ exec, httpGet, tcpSocket, ...times }: ProbeDescription, ports: ComponentDescription["ports"]) {
  const numberOf = (name: string) => String(ports[name]?.port ?? name);
  return {
    ...times,
    exec: exec && { command: exec.map(literal) },
    httpGet: httpGet && { path: literal(httpGet.path), port: numberOf(httpGet.port) },
    tcpSocket: tcpSocket === undefined ? undefined : [{ port: numberOf(tcpSocket) }],
  };
}
