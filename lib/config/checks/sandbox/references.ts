import { suggest } from "../../../suggest";
import { registryOf } from "../../devops/hosts";
import type { Finding } from "../../explain";
import type { PathStep } from "../../problem";
import type { ComponentDescription } from "../../sandbox/component";
import type { ImageDescription } from "../../sandbox/image";
import type { SandboxDescription } from "../../sandbox/sandbox";
import { waitPortOf } from "../../sandbox/wait-port";
import { checkEnv } from "./env";
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
  if (image.project !== undefined && around && !registryOf(around.testbed, around.place)) {
    const mend = around.testbed.devops?.nexus
      ? "The testbed's Nexus is one at a place with a domain and certificates: letsencrypt, which nodes trust. Or describe registry: {address: ...} in the file of the place."
      : "Describe registry: {address: ...} in the file of the place, or nexus under devops in testbed.yaml, or name the image in full.";
    const restsOnFiles = [
      ...["registry", "domain", "certificates"].map((key) => ({ file: "place", path: [key] })),
      { file: "testbed", path: ["devops"] },
    ];
    const what = "asks for the testbed's own registry, and the place has none";
    findings.push(finding([...path, "project"], what, mend, { restsOnFiles }));
  }
  const text = image.reference ?? image.project;
  if (text !== undefined && !/(:[^/]*|@.*)$/.test(text)) {
    const mend = "Add a tag or a digest: without one, each node may run another version.";
    findings.push(finding([...path, image.reference ? "reference" : "project"], `"${text}" has no tag`, mend));
  }
  return findings;
}

function checkMounts(
  { mounts, scratch }: ComponentDescription,
  path: PathStep[],
  sandbox: SandboxDescription,
): Finding[] {
  const { datasets } = sandbox;
  const unknown = Object.keys(mounts)
    .filter((name) => !Object.hasOwn(datasets, name))
    .map((name) => {
      const at = [...path, "mounts", name];
      const mend = `${suggest(name, Object.keys(datasets), "datasets")} Describe it under datasets.`;
      return finding(at, `there is no dataset "${name}"`, mend, { target: "key", restsOn: [at, ["datasets", name]] });
    });
  const places = [
    ...Object.entries(mounts).map(([name, at]) => ({ at, path: [...path, "mounts", name], target: "value" as const })),
    ...Object.keys(scratch).map((at) => ({ at, path: [...path, "scratch", at], target: "key" as const })),
  ];
  const twice = places.flatMap(({ at, path, target }, index) =>
    places.slice(0, index).some((earlier) => earlier.at === at)
      ? [finding(path, `"${at}" is mounted a second time`, "Choose another path.", { target })]
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
      const restsOn = [[...path, "ports", port]];
      findings.push(finding([...at, ...key], `there is no port "${port}"`, mend, { restsOn }));
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
      const others = Object.keys(components).filter((candidate) => candidate !== name);
      const mend = suggest(component, others, "other components");
      const restsOn = [["components", component]];
      return [finding([...at, "component"], `there is no component "${component}"`, mend, { restsOn })];
    }
    const restsOn = [
      [...at, "component"],
      ["components", component, "ports"],
    ];
    if (port !== undefined && !Object.hasOwn(other.ports, port)) {
      const mend = suggest(port, Object.keys(other.ports), "ports");
      return [finding([...at, "port"], `${component} has no port "${port}"`, mend, { restsOn })];
    }
    const waitable = port === undefined ? Object.values(other.ports) : [other.ports[port]];
    if (!waitable.some((candidate) => candidate?.protocol === "TCP")) {
      const what = `${component} has no TCP port that would answer`;
      return [finding([...at, "component"], what, "Give it one, or remove this.", { restsOn })];
    }
    const waited = waitPortOf(other, port);
    const earlier = dependsOn
      .slice(0, index)
      .some((each) => each.component === component && waitPortOf(other, each.port) === waited);
    if (earlier) return [finding(at, `waits for ${component} a second time`, "Remove one of them.")];
    const circle = circleFrom(component, name, components);
    // Once is enough: where its first component is described.
    if (!circle || Object.keys(components).find((candidate) => circle.includes(candidate)) !== name) return [];
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
