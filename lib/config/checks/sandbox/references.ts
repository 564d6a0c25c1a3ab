import { type Finding, suggest } from "../../explain";
import type { PathStep } from "../../problem";
import type { ComponentDescription } from "../../sandbox/component";
import type { ImageDescription } from "../../sandbox/image";
import type { SandboxDescription } from "../../sandbox/sandbox";
import { eachComponent, exactlyOne, finding, type SandboxCheck, type SandboxContext } from "./sandbox-check";

/** What components refer to is there: datasets, secrets, ports, other components, the registry. */
export const checkReferences: SandboxCheck = (sandbox, context) =>
  eachComponent(sandbox, (component, path, name) => [
    ...checkImages(component, path, context),
    ...checkEnv(component.env, [...path, "env"], sandbox),
    ...component.init.flatMap(({ env }, index) => checkEnv(env, [...path, "init", index, "env"], sandbox)),
    ...checkMounts(component, path, sandbox),
    ...checkProbes(component, path),
    ...checkDependencies(component, path, name, sandbox),
  ]);

function checkImages(component: ComponentDescription, path: PathStep[], context: SandboxContext): Finding[] {
  const images: [PathStep[], ImageDescription | undefined][] = [
    [[...path, "image"], component.image],
    ...component.init.map(({ image }, index): [PathStep[], typeof image] => [[...path, "init", index, "image"], image]),
  ];
  return images.flatMap(([at, image]) => (image ? checkImage(image, at, context) : []));
}

function checkImage(image: ImageDescription, path: PathStep[], { around }: SandboxContext): Finding[] {
  const findings = exactlyOne(image, path, ["reference", "project"]);
  if (image.project !== undefined && around && !around.place.registry) {
    const mend = "Describe registry: {address: ...} in the file of the place, or name the image in full.";
    findings.push(finding([...path, "project"], "asks for the testbed's own registry, and the place has none", mend));
  }
  const text = image.reference ?? image.project;
  if (text !== undefined && !/(:[^/]*|@.*)$/.test(text)) {
    const mend = "Add a tag or a digest: without one, each node may run another version.";
    findings.push(finding([...path, image.reference ? "reference" : "project"], `"${text}" has no tag`, mend));
  }
  return findings;
}

type Env = ComponentDescription["env"];

function checkEnv(env: Env, path: PathStep[], { secrets }: SandboxDescription): Finding[] {
  return Object.entries(env).flatMap(([variable, { value, secret, key }]) => {
    const at = [...path, variable];
    if (secret === undefined) {
      if (key !== undefined)
        return [finding([...at, "key"], "is a key of no secret", "Add secret: <name>.", { target: "key" })];
      return value === undefined ? [finding(at, "has neither a value nor a secret", "Add one of them.")] : [];
    }
    if (value !== undefined)
      return [finding([...at, "value"], "stands beside secret", "Keep one of them.", { target: "key" })];
    const keys = Object.hasOwn(secrets, secret) ? secrets[secret] : undefined;
    if (!keys) {
      const mend = `${suggest(secret, Object.keys(secrets), "secrets")} List it with its keys under secrets.`;
      return [finding([...at, "secret"], `there is no secret "${secret}"`, mend, { restsOn: [["secrets"]] })];
    }
    if (key === undefined) return [finding([...at, "key"], "is missing", `Name one of its keys: ${keys.join(", ")}.`)];
    if (keys.includes(key)) return [];
    const what = `the secret ${secret} has no key "${key}"`;
    return [finding([...at, "key"], what, suggest(key, keys, "keys"), { restsOn: [["secrets", secret]] })];
  });
}

function checkMounts(
  { mounts, scratch }: ComponentDescription,
  path: PathStep[],
  sandbox: SandboxDescription,
): Finding[] {
  const { datasets } = sandbox;
  const unknown = Object.keys(mounts)
    .filter((name) => !Object.hasOwn(datasets, name))
    .map((name) =>
      finding(
        [...path, "mounts", name],
        `there is no dataset "${name}"`,
        `${suggest(name, Object.keys(datasets), "datasets")} Describe it under datasets.`,
        { target: "key", restsOn: [["datasets"]] },
      ),
    );
  const places = [
    ...Object.entries(mounts).map(([name, at]) => ({ at, path: [...path, "mounts", name] })),
    ...Object.keys(scratch).map((at) => ({ at, path: [...path, "scratch", at] })),
  ];
  const twice = places.flatMap((place, index) =>
    places.slice(0, index).some(({ at }) => at === place.at)
      ? [finding(place.path, `"${place.at}" is mounted a second time`, "Choose another path.", { target: "key" })]
      : [],
  );
  return [...unknown, ...twice];
}

function checkProbes({ probes, ports, kind }: ComponentDescription, path: PathStep[]): Finding[] {
  return (["startup", "readiness", "liveness"] as const).flatMap((name) => {
    const probe = probes[name];
    if (!probe) return [];
    const at = [...path, "probes", name];
    if (kind === "job" || kind === "schedule") {
      const what = `means nothing for the kind ${kind}, which tells by ending`;
      return [finding(at, what, "Remove it.", { target: "key" })];
    }
    const findings = exactlyOne(probe, at, ["exec", "httpGet", "tcpSocket"]);
    const port = probe.httpGet?.port ?? probe.tcpSocket;
    if (port !== undefined && !Object.hasOwn(ports, port)) {
      const key = probe.httpGet ? ["httpGet", "port"] : ["tcpSocket"];
      const mend = suggest(port, Object.keys(ports), "ports");
      findings.push(finding([...at, ...key], `there is no port "${port}"`, mend, { restsOn: [[...path, "ports"]] }));
    }
    return findings;
  });
}

function checkDependencies(
  { dependsOn }: ComponentDescription,
  path: PathStep[],
  name: string,
  { components }: SandboxDescription,
): Finding[] {
  return dependsOn.flatMap(({ component, port }, index) => {
    const at = [...path, "dependsOn", index];
    const other = Object.hasOwn(components, component) ? components[component] : undefined;
    if (component === name) return [finding(at, "a component cannot wait for itself", "Remove it.")];
    if (!other) {
      const mend = suggest(component, Object.keys(components), "components");
      return [finding([...at, "component"], `there is no component "${component}"`, mend)];
    }
    const restsOn = [["components", component, "ports"]];
    if (port !== undefined && !Object.hasOwn(other.ports, port)) {
      const mend = suggest(port, Object.keys(other.ports), "ports");
      return [finding([...at, "port"], `${component} has no port "${port}"`, mend, { restsOn })];
    }
    const waitable = port === undefined ? Object.values(other.ports) : [other.ports[port]];
    if (!waitable.some((candidate) => candidate?.protocol === "TCP")) {
      const what = `${component} has no TCP port that would answer`;
      return [finding([...at, "component"], what, "Give it one, or remove this.", { restsOn })];
    }
    const circle = circleFrom(component, name, components);
    if (!circle) return [];
    const what = `waits in a circle: ${[name, ...circle].join(" -> ")}`;
    return [finding(at, what, "Remove one of them.")];
  });
}

/** The way from one component back to another along dependsOn, or undefined. */
function circleFrom(
  from: string,
  to: string,
  components: SandboxDescription["components"],
  seen: readonly string[] = [],
): string[] | undefined {
  if (from === to) return [to];
  if (seen.includes(from)) return undefined;
  for (const { component } of components[from]?.dependsOn ?? []) {
    const rest = circleFrom(component, to, components, [...seen, from]);
    if (rest) return [from, ...rest];
  }
  return undefined;
}
