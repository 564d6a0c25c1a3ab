import { quote } from "../../../quote";
import type { Finding } from "../../explain";
import { formatPath, type PathStep } from "../../problem";
import type { ComponentDescription } from "../../sandbox/component";
import { variableOf } from "../../sandbox/variable";
import { eachComponent, finding, type SandboxCheck } from "./sandbox-check";

/** Names in one sandbox do not meet: of services, variables, ports and steps. */
export const checkSandboxNames: SandboxCheck = (sandbox) => [
  ...checkServices(sandbox),
  ...checkSecrets(sandbox),
  ...eachComponent(sandbox, (component, path) => [
    ...checkVariables(component, path),
    ...checkPorts(component, path),
    ...checkSteps(component, path),
  ]),
];

/** The namespace's own config map, service account and role: no component may be called like them. */
const RESERVED = ["testbed", "robot", "kubernetes"];

/** How the names of the services begin that are behind ways in. */
const RESERVED_PREFIX = /^(node-port|host)-/;

function checkServices({ components }: Parameters<SandboxCheck>[0]): Finding[] {
  const names = Object.entries(components).flatMap(([name, { aliases }]) => [
    { name, path: ["components", name], target: "key" as const },
    ...aliases.map((alias, index) => ({
      name: alias,
      path: ["components", name, "aliases", index],
      target: "value" as const,
    })),
  ]);
  return names.flatMap(({ name, path, target }, index) => {
    const findings: Finding[] = [];
    const owner = path[1] ?? "";
    if (target === "value" && Object.keys(components[owner]?.ports ?? {}).length === 0) {
      const what = `"${name}" names a service, and ${owner} has no port that it would lead to`;
      const restsOn = [["components", owner, "ports"]];
      findings.push(finding(path, what, "Describe a port, or remove it.", { restsOn }));
    }
    if (RESERVED.includes(name) || RESERVED_PREFIX.test(name)) {
      findings.push(
        finding(path, `"${name}" is a name that the sandbox uses itself`, "Choose another one.", { target }),
      );
    }
    const other = names.find(
      (other, at) => other.name === name && at !== index && (other.target === "key" || at < index),
    );
    if (other && target === "value") {
      findings.push(finding(path, `"${name}" is ${formatPath(other.path)} too`, "Choose another one."));
    }
    return findings;
  });
}

/** The certificate of a host is kept in a secret of the name of the host's other objects. */
function checkSecrets({ secrets, pullSecrets }: Parameters<SandboxCheck>[0]): Finding[] {
  const names = [
    ...Object.keys(secrets).map((name) => ({ name, path: ["secrets", name], target: "key" as const })),
    ...pullSecrets.map((name, index) => ({ name, path: ["pullSecrets", index], target: "value" as const })),
  ];
  return names
    .filter(({ name }) => name.startsWith("host-"))
    .map(({ name, path, target }) =>
      finding(path, `"${name}" begins like the certificate of a host`, "Choose another name.", { target }),
    );
}

function checkVariables({ config, env }: ComponentDescription, path: PathStep[]): Finding[] {
  const taken = new Map(Object.keys(env).map((variable) => [variable, `env.${variable}`]));
  return Object.keys(config).flatMap((key) => {
    const variable = variableOf(key);
    const at = [...path, "config", key];
    if (/^\d/.test(variable)) {
      const what = `${quote(key)} becomes the variable ${variable}, which begins with a digit`;
      return [finding(at, what, "Begin the key with a letter.", { target: "key" })];
    }
    const other = taken.get(variable);
    taken.set(variable, `config.${key}`);
    if (other === undefined) return [];
    const what = `${quote(key)} becomes the variable ${variable}, and so does ${other}`;
    return [finding(at, what, "Rename one of them.", { target: "key" })];
  });
}

function checkPorts({ ports }: ComponentDescription, path: PathStep[]): Finding[] {
  const listed = Object.entries(ports);
  return listed.flatMap(([name, { port, protocol }], index) => {
    const other = listed.slice(0, index).find(([, earlier]) => earlier.port === port && earlier.protocol === protocol);
    if (!other) return [];
    const at = [...path, "ports", name];
    const restsOn = [[...path, "ports", other[0]]];
    return [finding(at, `${port}/${protocol} is the port ${other[0]} too`, "Remove one of them.", { restsOn })];
  });
}

function checkSteps({ init }: ComponentDescription, path: PathStep[]): Finding[] {
  return init.flatMap(({ name }, index) => {
    const at = [...path, "init", index, "name"];
    if (init.slice(0, index).some((earlier) => earlier.name === name)) {
      return [finding(at, `"${name}" is the name of an earlier step too`, "Choose another one.")];
    }
    return name.startsWith("wait-") || name === path.at(-1)
      ? [finding(at, `"${name}" is the name of a container of ours`, "Choose another one.")]
      : [];
  });
}
