import { suggest } from "../../../suggest";
import { parseCidr } from "../../cidr";
import type { Finding } from "../../explain";
import { claimsOf } from "../../sandbox/claims";
import { hostOf, reaches } from "../../sandbox/load-source";
import { replicasOf } from "../../sandbox/replicas";
import type { SandboxDescription } from "../../sandbox/sandbox";
import { eachComponent, finding, type SandboxCheck } from "./sandbox-check";

/** Datasets have claims of their own, and a load that can reach its source. */
export const checkDatasets: SandboxCheck = (sandbox) => [
  ...Object.entries(sandbox.datasets).flatMap(([name, { perReplica, load }]) => {
    const path = ["datasets", name];
    const findings: Finding[] = [];
    if (perReplica && load) {
      findings.push(
        finding([...path, "load"], "stands beside perReplica", "Keep one of them: a file is loaded into one volume.", {
          target: "key",
        }),
      );
    }
    return [...findings, ...checkPerReplica(name, sandbox), ...checkLoad(name, sandbox)];
  }),
  ...checkClaimNames(sandbox),
  ...checkWriters(sandbox),
];

function checkPerReplica(name: string, { datasets, components }: SandboxDescription): Finding[] {
  const perReplica = datasets[name]?.perReplica;
  if (!perReplica || Object.keys(components).length === 0) return [];
  const path = ["datasets", name, "perReplica"];
  const component = Object.hasOwn(components, perReplica.component) ? components[perReplica.component] : undefined;
  if (!component) {
    const mend = suggest(perReplica.component, Object.keys(components), "components");
    const restsOn = [["components", perReplica.component]];
    return [finding([...path, "component"], `there is no component "${perReplica.component}"`, mend, { restsOn })];
  }
  const keys = ["kind", "replicas", "scale"];
  const restsOn = [[...path, "component"], ...keys.map((key) => ["components", perReplica.component, key])];
  if (component.kind !== "stateful") {
    return [
      finding([...path, "component"], `"${perReplica.component}" is not stateful`, "Make it stateful.", { restsOn }),
    ];
  }
  if (!Object.values(components).some(({ mounts }) => Object.hasOwn(mounts, name))) {
    const what = `"${perReplica.component}" does not mount it`;
    const mend = `Add mounts: {${name}: <path>} to it, or remove perReplica.`;
    const mounts = ["components", perReplica.component, "mounts"];
    return [finding([...path, "component"], what, mend, { restsOn: [...restsOn, mounts] })];
  }
  const replicas = replicasOf(component);
  if (replicas <= perReplica.replicas) return [];
  const what = `is ${perReplica.replicas}, and ${perReplica.component} has ${replicas}`;
  return [finding([...path, "replicas"], what, `Write ${replicas}.`, { restsOn })];
}

function checkLoad(name: string, { datasets, secrets, egress }: SandboxDescription): Finding[] {
  const load = datasets[name]?.load;
  if (!load) return [];
  const path = ["datasets", name, "load"];
  const findings: Finding[] = [];
  if (load.file === undefined && !/\/[\w][\w.-]*$/.test(load.url.replace(/[?#].*$/, ""))) {
    findings.push(finding([...path, "url"], "does not end in a file name", "Add file: <name> beside it."));
  }
  const source = hostOf(load.url);
  if (!egress.some((way) => reaches(way, source))) {
    const what = `nothing under egress leads to ${source.host}:${source.port}`;
    const to = parseCidr(`${source.host}/32`) ? `network: ${source.host}/32` : `host: ${source.host}`;
    const mend = `Add {${to}, port: ${source.port}} there.`;
    findings.push(finding([...path, "url"], what, mend, { restsOn: [["egress"]] }));
  }
  if (load.objectStore && load.url.startsWith("http://")) {
    const what = "sends a signed request in the open";
    findings.push(finding([...path, "url"], what, "Write https://, or remove objectStore."));
  }
  const secret = load.objectStore?.secret;
  if (secret !== undefined && !["accessKeyId", "secretAccessKey"].every((key) => secrets[secret]?.includes(key))) {
    const mend = `Write ${secret}: [accessKeyId, secretAccessKey] there.`;
    const what = `"${secret}" is not under secrets with the keys accessKeyId and secretAccessKey`;
    findings.push(finding([...path, "objectStore", "secret"], what, mend, { restsOn: [["secrets", secret]] }));
  }
  return findings;
}

function checkClaimNames({ datasets }: SandboxDescription): Finding[] {
  const owners = new Map<string, string>();
  return Object.entries(datasets).flatMap(([name, dataset]) =>
    claimsOf(name, dataset).flatMap((claim) => {
      const owner = owners.get(claim.name);
      owners.set(claim.name, name);
      if (owner === undefined) return [];
      const what = `its claim ${claim.name} is one of the dataset ${owner} too`;
      const restsOn = [
        ["datasets", name],
        ["datasets", owner],
      ];
      return [finding(["datasets", name], what, "Rename one of them.", { target: "key", restsOn })];
    }),
  );
}

/** A volume of one node takes one pod of a component: several would have to meet on one node by chance. */
function checkWriters(sandbox: SandboxDescription): Finding[] {
  return eachComponent(sandbox, (component, path, name) =>
    Object.keys(component.mounts).flatMap((mounted) => {
      const dataset = Object.hasOwn(sandbox.datasets, mounted) ? sandbox.datasets[mounted] : undefined;
      if (!dataset) return [];
      const at = [...path, "mounts", mounted];
      if (dataset.perReplica) {
        if (dataset.perReplica.component === name) return [];
        const what = `the volumes of "${mounted}" belong to the replicas of ${dataset.perReplica.component}`;
        return [finding(at, what, "Mount another dataset.", { target: "key", restsOn: [["datasets", mounted]] })];
      }
      const replicas = replicasOf(component);
      if (dataset.shared || replicas <= 1) return [];
      const what = `"${mounted}" takes one writer, and ${name} has ${component.scale ? "up to " : ""}${replicas} replicas`;
      const mend =
        component.kind === "stateful"
          ? `Give each its own: perReplica: {component: ${name}, replicas: ${replicas}}.`
          : "Keep one replica.";
      return [
        finding(at, what, mend, {
          target: "key",
          restsOn: [
            [...path, "replicas"],
            [...path, "scale"],
            ["datasets", mounted],
          ],
        }),
      ];
    }),
  );
}
