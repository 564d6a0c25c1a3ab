import { suggest } from "../../../suggest";
import type { Finding } from "../../explain";
import { isNodePort } from "../../node-ports/way-path";
import { ANYWHERE } from "../../place";
import type { PathStep } from "../../problem";
import type { ComponentDescription } from "../../sandbox/component";
import { findExposedPort } from "../../sandbox/exposed-port";
import type { ExposureDescription } from "../../sandbox/exposure";
import { bytesOf } from "../../sandbox/quantity";
import { replicasOf } from "../../sandbox/replicas";
import type { SandboxDescription } from "../../sandbox/sandbox";
import { variableOf } from "../../sandbox/variable";
import type { Description } from "../check";
import { finding, type SandboxCheck, type SandboxContext } from "./sandbox-check";

/** Each way in leads to a port that is there, from sources that are there (INF-33, INF-34). */
export const checkExposures: SandboxCheck = (sandbox, context) =>
  sandbox.expose.flatMap((exposure, index) => {
    const path = ["expose", index];
    return [
      ...checkForm(exposure, path),
      ...checkTarget(exposure, path, sandbox),
      ...checkSources(exposure, path, context),
      ...checkAdvertised(exposure, index, sandbox),
      ...checkHost(exposure, path, context),
      ...checkLimits(exposure, path),
      ...checkTwice(exposure, index, sandbox),
      ...checkObjectNames(exposure, index, sandbox),
    ];
  });

function checkTarget(exposure: ExposureDescription, path: PathStep[], { components }: SandboxDescription): Finding[] {
  const { component: name, port, portNumber, replica } = exposure;
  if (Object.keys(components).length === 0) {
    if (portNumber !== undefined) return checkProtocol(exposure, path);
    const what =
      port === undefined
        ? "is missing, and the sandbox describes no components that it could be looked up in"
        : `"${port}" is a name, and the sandbox describes no components that have it`;
    const mend = "Write portNumber: <number> where the component is described elsewhere, or describe it here.";
    const at = [...path, port === undefined ? "portNumber" : "port"];
    return [finding(at, what, mend, { restsOn: [["components"]] })];
  }
  const component = Object.hasOwn(components, name) ? components[name] : undefined;
  if (!component) {
    const mend = suggest(name, Object.keys(components), "components");
    const restsOn = [["components", name]];
    return [finding([...path, "component"], `there is no component "${name}"`, mend, { restsOn })];
  }
  const findings = checkProtocol(exposure, path, component);
  const keys = ["ports", "kind", "replicas", "scale"];
  const restsOn = [[...path, "component"], ...keys.map((key) => ["components", name, key])];
  const ports = Object.keys(component.ports);
  if (portNumber !== undefined) {
    const mend = "Write port: <name> instead.";
    findings.push(
      finding([...path, "portNumber"], `${name} is described here, with ports by name`, mend, { target: "key" }),
    );
  } else if (port === undefined && ports.length !== 1) {
    const what = `is missing, and ${name} has ${ports.length === 0 ? "no port" : `the ports ${ports.join(", ")}`}`;
    const mend = ports.length === 0 ? "Describe one under its ports." : "Name the port.";
    findings.push(finding([...path, "port"], what, mend, { restsOn }));
  } else if (port !== undefined && !ports.includes(port)) {
    findings.push(
      finding([...path, "port"], `${name} has no port "${port}"`, suggest(port, ports, "ports"), { restsOn }),
    );
  }
  if (replica !== undefined && component.kind !== "stateful") {
    const what = `means nothing for the kind ${component.kind}: its replicas have no names`;
    findings.push(finding([...path, "replica"], what, "Remove it.", { target: "key", restsOn }));
  } else if (replica !== undefined && replica >= replicasOf(component)) {
    const count = replicasOf(component);
    const what = `is ${replica}, and ${name} has ${count} replica${count === 1 ? "" : "s"}, counted from 0`;
    const mend = count > 1 ? `Write 0 to ${count - 1}.` : "Remove it.";
    findings.push(finding([...path, "replica"], what, mend, { restsOn }));
  }
  return findings;
}

/** The bastion and the ingress controller hand on TCP alone (INF-44). */
function checkProtocol(exposure: ExposureDescription, path: PathStep[], component?: ComponentDescription): Finding[] {
  const ports = Object.values(component?.ports ?? {});
  const named =
    exposure.port === undefined ? (ports.length === 1 ? ports[0] : undefined) : component?.ports[exposure.port];
  if ((component ? named?.protocol : exposure.protocol) !== "UDP") {
    if (!component || exposure.protocol === "TCP" || exposure.portNumber !== undefined) return [];
    const what = "is for portNumber alone: a port that is described says its own";
    const restsOn = [[...path, "portNumber"]];
    return [finding([...path, "protocol"], what, "Remove it.", { target: "key", restsOn })];
  }
  const key = component ? (exposure.port === undefined ? "component" : "port") : "protocol";
  const what = `leads to a UDP port, and the ${isNodePort(exposure) ? "bastion" : "ingress controller"} hands on TCP alone`;
  return [
    finding([...path, key], what, "Expose a TCP port.", { restsOn: [["components", exposure.component, "ports"]] }),
  ];
}

function checkSources(exposure: ExposureDescription, path: PathStep[], { around }: SandboxContext): Finding[] {
  const { from } = exposure;
  if (from === undefined) return [];
  if (isHostAlone(exposure)) {
    const what = "is for node ports alone: HTTPS hosts are open to everybody";
    return [finding([...path, "from"], what, "Remove it.", { target: "key", restsOn: [[...path, "host"]] })];
  }
  const known = around ? [...Object.keys(around.place.sources), ANYWHERE] : undefined;
  return from.flatMap((name, index) => {
    const at = [...path, "from", index];
    if (name === ANYWHERE && from.length > 1) {
      return [finding(at, `${ANYWHERE} stands beside other names`, "Keep it alone, or remove it.")];
    }
    if (!known || known.includes(name)) return [];
    const restsOnFiles = [{ file: "place", path: ["sources", name] }];
    const what = `the place has no list "${name}" under sources`;
    return [finding(at, what, suggest(name, known, "lists"), { restsOnFiles })];
  });
}

function checkAdvertised(exposure: ExposureDescription, index: number, sandbox: SandboxDescription): Finding[] {
  const { advertise, component: name } = exposure;
  if (advertise === undefined) return [];
  const path = ["expose", index];
  const at = [...path, "advertise"];
  const variable = variableOf(advertise);
  if (/^\d/.test(variable)) {
    const what = `"${advertise}" becomes the variable ${variable}, which begins with a digit`;
    return [finding(at, what, "Begin the key with a letter.")];
  }
  const component = Object.hasOwn(sandbox.components, name) ? sandbox.components[name] : undefined;
  const taken = [
    ...Object.keys(component?.config ?? {}).map((key) => ({ key, of: `components.${name}.config` })),
    ...Object.keys(component?.env ?? {}).map((key) => ({ key, of: `components.${name}.env` })),
    ...sandbox.expose
      .slice(0, index)
      .flatMap((other, at) => (other.component === name ? [{ key: other.advertise, of: `expose[${at}]` }] : [])),
  ];
  const other = taken.find(({ key }) => key !== undefined && variableOf(key) === variable);
  if (!other) return [];
  const what = `"${advertise}" becomes the variable ${variable} of ${name}, and so does "${other.key}" of ${other.of}`;
  return [finding(at, what, "Remove it there, or choose another key.", { restsOn: [[...path, "component"]] })];
}

/** A host is a label below the domain, or a full name that the place allows. */
function checkHost(exposure: ExposureDescription, path: PathStep[], { around }: SandboxContext): Finding[] {
  const { host, replica } = exposure;
  if (host === undefined) return [];
  const findings: Finding[] = [];
  if (around) findings.push(...checkHostName(host, [...path, "host"], around));
  if (replica !== undefined && isHostAlone(exposure)) {
    findings.push(finding([...path, "replica"], "is for node ports alone", "Remove it.", { target: "key" }));
  }
  return findings;
}

function checkHostName(host: string, at: PathStep[], { place }: Description): Finding[] {
  const { domain, hosts } = place;
  const restsOnFiles = ["domain", "hosts"].map((key) => ({ file: "place", path: [key] }));
  if (!host.includes(".")) {
    if (domain !== undefined) return [];
    const mend = "Add domain: <domain> to the file of the place.";
    return [finding(at, "needs a domain behind it, and the place has none", mend, { restsOnFiles })];
  }
  if (host === domain) {
    const mend = "Write one label, which the domain follows: a domain itself has no record that leads here.";
    return [finding(at, `"${host}" is the domain itself`, mend, { restsOnFiles })];
  }
  if (hosts.includes(host)) return [];
  if (domain !== undefined && host.endsWith(`.${domain}`)) {
    const label = host.slice(0, -domain.length - 1);
    const mend = label.includes(".")
      ? `Write one label: certificates and records stand for *.${domain}.`
      : `Write "${label}": the domain follows by itself, and the file stays portable.`;
    return [finding(at, `"${host}" is a full name below the domain`, mend, { restsOnFiles })];
  }
  const below = domain === undefined ? "" : `Write one label, which .${domain} follows, or `;
  const mend = `${below}${below ? "a" : "A"}dd "${host}" to hosts of the place.`;
  return [finding(at, `"${host}" is a full name that the place does not allow`, mend, { restsOnFiles })];
}

/** Largest body that a host may be bounded to: the ingress controller has 256Mi in all for what it holds back. */
const LARGEST_BODY = "128Mi";

function checkLimits({ host, limits }: ExposureDescription, path: PathStep[]): Finding[] {
  if (limits === undefined) return [];
  const at = [...path, "limits"];
  if (host === undefined) {
    const restsOn = [[...path, "host"]];
    return [finding(at, "is for hosts alone: the bastion reads no requests", "Remove it.", { target: "key", restsOn })];
  }
  if (limits.body === undefined || bytesOf(limits.body) <= bytesOf(LARGEST_BODY)) return [];
  const mend = `Write ${LARGEST_BODY} or less, as it is held in memory until it is whole; or leave it out for no limit.`;
  return [finding([...at, "body"], `"${limits.body}" is more than ${LARGEST_BODY}`, mend)];
}

/** Whether a way in is a host: one that stands beside a node port may be what is wrong. */
function isHostAlone({ host, nodePort }: ExposureDescription): boolean {
  return host !== undefined && nodePort === undefined;
}

/** A way in is a node port or a host. */
function checkForm({ host, nodePort }: ExposureDescription, path: PathStep[]): Finding[] {
  if (host === undefined || nodePort === undefined) return [];
  const what = "stands beside nodePort";
  return [finding([...path, "host"], what, "Keep one of nodePort or host.", { target: "key" })];
}

/** A port has one node port: what belongs to it is named by where it leads. */
function checkTwice(exposure: ExposureDescription, index: number, sandbox: SandboxDescription): Finding[] {
  const target = targetOf(exposure, sandbox);
  if (!isNodePort(exposure) || target === undefined) return [];
  const twin = sandbox.expose
    .slice(0, index)
    .findIndex((other) => isNodePort(other) && targetOf(other, sandbox) === target);
  if (twin < 0) return [];
  const what = `leads where expose[${twin}] leads already`;
  const keys = ["component", "port", "portNumber", "replica"];
  const restsOn = [
    ...[index, twin].flatMap((at) => keys.map((key) => ["expose", at, key])),
    ["components", exposure.component, "ports"],
  ];
  return [finding(["expose", index], what, "Join their from lists, and keep one of them.", { restsOn })];
}

/** What belongs to one replica may have the name of what belongs to another component: `a-1` and replica 1 of `a`. */
function checkObjectNames(exposure: ExposureDescription, index: number, sandbox: SandboxDescription): Finding[] {
  const nameOf = (other: ExposureDescription) => {
    const port = isNodePort(other) ? findExposedPort(other, sandbox)?.port : undefined;
    return port === undefined ? undefined : [other.component, other.replica ?? [], port].flat().join("-");
  };
  const name = nameOf(exposure);
  const twin = sandbox.expose
    .slice(0, index)
    .findIndex((other) => name !== undefined && nameOf(other) === name && other.component !== exposure.component);
  if (twin < 0) return [];
  const what = `its service would have the name of that of expose[${twin}] (node-port-${name})`;
  const restsOn = [index, twin].flatMap((at) => [
    ...["component", "port", "portNumber", "replica"].map((key) => ["expose", at, key]),
    ["components", sandbox.expose[at]?.component ?? "", "ports"],
  ]);
  return [finding(["expose", index, "component"], what, "Rename one of the components.", { restsOn })];
}

/** Where a way in leads, whether it names the only port of a component or not; undefined where that is wrong already. */
function targetOf(exposure: ExposureDescription, { components }: SandboxDescription): string | undefined {
  const { component, portNumber, replica } = exposure;
  const ports = Object.keys(components[component]?.ports ?? {});
  const port = portNumber ?? exposure.port ?? (ports.length === 1 ? ports[0] : undefined);
  return port === undefined ? undefined : [component, port, replica].join("/");
}
