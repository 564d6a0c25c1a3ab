import { type Finding, suggest } from "../../explain";
import { ANYWHERE } from "../../place";
import type { PathStep } from "../../problem";
import type { ExposureDescription } from "../../sandbox/exposure";
import { replicasOf } from "../../sandbox/replicas";
import type { SandboxDescription } from "../../sandbox/sandbox";
import { variableOf } from "../../sandbox/variable";
import { exactlyOne, finding, type SandboxCheck, type SandboxContext } from "./sandbox-check";

/** Each way in leads to a port that is there, from sources that are there (INF-33, INF-34). */
export const checkExposures: SandboxCheck = (sandbox, context) =>
  sandbox.expose.flatMap((exposure, index) => {
    const path = ["expose", index];
    return [
      ...exactlyOne(exposure, path, ["nodePort", "host"]),
      ...checkTarget(exposure, path, sandbox),
      ...checkSources(exposure, path, context),
      ...checkAdvertised(exposure, path, sandbox),
      ...checkHost(exposure, path, context),
    ];
  });

function checkTarget(exposure: ExposureDescription, path: PathStep[], { components }: SandboxDescription): Finding[] {
  const { component: name, port, portNumber, replica } = exposure;
  if (Object.keys(components).length === 0) {
    if (portNumber !== undefined) return [];
    const mend = "Write portNumber: <number>: the component is described elsewhere.";
    return [finding([...path, port === undefined ? "portNumber" : "port"], "cannot be looked up here", mend)];
  }
  const component = Object.hasOwn(components, name) ? components[name] : undefined;
  if (!component) {
    const mend = suggest(name, Object.keys(components), "components");
    return [finding([...path, "component"], `there is no component "${name}"`, mend)];
  }
  const findings: Finding[] = [];
  const restsOn = [["components", name]];
  const ports = Object.keys(component.ports);
  if (portNumber !== undefined) {
    const mend = "Write port: <name> instead.";
    findings.push(
      finding([...path, "portNumber"], `${name} is described here, with ports by name`, mend, { target: "key" }),
    );
  } else if (port === undefined && ports.length !== 1) {
    const what = `is missing, and ${name} has ${ports.length === 0 ? "no port" : `the ports ${ports.join(", ")}`}`;
    findings.push(finding([...path, "port"], what, "Name the port.", { restsOn }));
  } else if (port !== undefined && !ports.includes(port)) {
    findings.push(
      finding([...path, "port"], `${name} has no port "${port}"`, suggest(port, ports, "ports"), { restsOn }),
    );
  }
  if (replica !== undefined && component.kind !== "stateful") {
    const what = `means nothing for the kind ${component.kind}: its replicas have no names`;
    findings.push(finding([...path, "replica"], what, "Remove it.", { target: "key", restsOn }));
  } else if (replica !== undefined && replica >= replicasOf(component)) {
    const what = `is ${replica}, and ${name} has replicas 0 to ${replicasOf(component) - 1}`;
    findings.push(finding([...path, "replica"], what, "Choose one of them.", { restsOn }));
  }
  return findings;
}

function checkSources(
  { nodePort, from }: ExposureDescription,
  path: PathStep[],
  { around }: SandboxContext,
): Finding[] {
  if (from === undefined) {
    if (nodePort === undefined) return [];
    const mend = `Name lists under sources of the place, or ${ANYWHERE}.`;
    return [finding([...path, "from"], "is missing: who may come in by the node port", mend)];
  }
  const known = around ? [...Object.keys(around.place.sources), ANYWHERE] : undefined;
  return from.flatMap((name, index) => {
    const at = [...path, "from", index];
    if (name === ANYWHERE && from.length > 1) {
      return [finding(at, `${ANYWHERE} stands beside other names`, "Keep it alone, or remove it.")];
    }
    if (!known || known.includes(name)) return [];
    return [finding(at, `the place has no list "${name}" under sources`, suggest(name, known, "lists"))];
  });
}

function checkAdvertised(exposure: ExposureDescription, path: PathStep[], sandbox: SandboxDescription): Finding[] {
  const { advertise, component: name, nodePort } = exposure;
  if (advertise === undefined) return [];
  const at = [...path, "advertise"];
  if (nodePort === undefined)
    return [finding(at, "tells an address and a node port, and this has none", "Remove it.", { target: "key" })];
  const component = Object.hasOwn(sandbox.components, name) ? sandbox.components[name] : undefined;
  if (!component) return [];
  const others = sandbox.expose
    .filter((other) => other !== exposure && other.component === name)
    .flatMap((other) => other.advertise ?? []);
  const taken = [...Object.keys(component.config), ...others, ...Object.keys(component.env)];
  if (!taken.some((key) => variableOf(key) === variableOf(advertise))) return [];
  return [finding(at, `"${advertise}" is set for ${name} elsewhere too`, "Remove it there, or choose another key.")];
}

function checkHost({ host, replica }: ExposureDescription, path: PathStep[], { around }: SandboxContext): Finding[] {
  if (host === undefined) return [];
  const findings: Finding[] = [];
  if (around && around.place.domain === undefined) {
    const mend = "Add domain: <domain> to the file of the place.";
    findings.push(finding([...path, "host"], "needs a domain behind it, and the place has none", mend));
  }
  if (replica !== undefined) {
    findings.push(finding([...path, "replica"], "is for node ports alone", "Remove it.", { target: "key" }));
  }
  return findings;
}
