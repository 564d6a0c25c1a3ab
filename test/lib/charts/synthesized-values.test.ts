import { describe, expect, it } from "vitest";
import { checkValues } from "../../../lib/charts/check-values";
import { checkAllValues } from "../../../lib/charts/free-values";
import { mergeValues } from "../../../lib/charts/merge-values";
import { secretsIn } from "../../../lib/charts/secret-values";
import { cinderCsiValues } from "../../../lib/charts/values/cinder-csi";
import { cloudControllerValues } from "../../../lib/charts/values/cloud-controller";
import { CHARTS, type ChartName } from "../../../lib/versions";
import { releasesOf } from "../../support/helm-values";
import { PROGRAMS } from "../../support/programs";
import type { StackJson } from "../../support/synth";

const stacksOf = (program: string): Readonly<Record<string, StackJson>> => PROGRAMS[program]?.().stacks ?? {};

/** Every release of a pinned chart in a program. */
const releasesIn = (program: string) => Object.values(stacksOf(program)).flatMap(releasesOf);

/** The way to every key of values that is not below what Kubernetes or a user names: a leaf, or a mapping. */
function pathsIn(values: unknown, path: readonly string[] = []): string[][] {
  if (typeof values !== "object" || values === null || Array.isArray(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => [[...path, key], ...pathsIn(value, [...path, key])]);
}

/** Values with an x behind the last key of a path. */
function misspelt(values: object, [key = "", ...rest]: readonly string[]): object {
  const entries = Object.entries(values).map(([name, value]): [string, unknown] => {
    if (name !== key) return [name, value];
    return rest.length === 0 ? [`${name}x`, value] : [name, misspelt(value as object, rest)];
  });
  return Object.fromEntries(entries);
}

/** Mappings in which anything may stand: the charts say nothing of their keys, and hand them on to Kubernetes or a program. */
const OPEN: Readonly<Record<ChartName, readonly string[]>> = {
  certManager: ["resources", "webhook.resources", "cainjector.resources", "startupapicheck.resources"],
  cilium: ["eni.eniTags", "nodeSelector"],
  cinderCsi: [
    ...["attacher", "livenessprobe", "nodeDriverRegistrar", "plugin", "provisioner", "resizer", "snapshotter"].map(
      (part) => `csi.${part}.resources`,
    ),
    ...["affinity", "podSecurityContext", "securityContext"].map((key) => `csi.plugin.controllerPlugin.${key}`),
  ],
  cloudController: ["nodeSelector", "podAnnotations", "podSecurityContext", "resources", "securityContext"],
  clusterAutoscaler: ["resources", "extraArgs", "securityContext", "containerSecurityContext"],
  csiDriverNfs: [],
  jenkins: [
    ...["resources", "initContainerResources", "podSecurityContextOverride", "containerSecurityContext"].map(
      (key) => `controller.${key}`,
    ),
    ...["JCasC.configScripts", "ingress.annotations", "podAnnotations"].map((key) => `controller.${key}`),
  ],
  metricsServer: ["resources"],
  nexus3: [
    ...["resources", "initResources", "tailLogs.resources"],
    ...["ingress.annotations", "podSecurityContext", "securityContext"],
  ],
  traefik: [
    "resources",
    "service.spec",
    "deployment.tmpVolume",
    "updateStrategy.rollingUpdate",
    "ports.web.http.redirections.entryPoint",
    "tlsStore.default",
    "tlsOptions.default",
  ],
};

/** Mappings whose keys are names of our own choice. */
const NAMED: readonly string[] = ["ports", "tlsOptions", "tlsStore"];

const reference = releasesIn("reference");

const cinder = cinderCsiValues({ clusterName: "demo", mirror: {} });

/** Values of charts that the reference testbed, which is on AWS, does not install. */
const ELSEWHERE: Readonly<Partial<Record<ChartName, object>>> = {
  cinderCsi: mergeValues(cinder.defaults, cinder.fixed),
  cloudController: cloudControllerValues({ kubernetesMinor: "1.35", clusterName: "demo", secretSum: "x", mirror: {} }),
};
const closed = (chart: ChartName, path: readonly string[]) =>
  !NAMED.includes(path.slice(0, -1).join(".")) && !OPEN[chart].some((open) => path.join(".").startsWith(`${open}.`));

describe("the values that we give the charts", () => {
  it("are of all charts that we pin", () => {
    const charts = [...reference.flatMap(({ chart }) => chart ?? []), ...Object.keys(ELSEWHERE)];
    expect(new Set(charts)).toEqual(new Set(Object.keys(CHARTS)));
  });

  it.each(["reference", "blueprint", "node-groups", "existing-network"])(
    "are all known to the charts, in %s",
    (program) => {
      for (const { chart, values } of releasesIn(program)) {
        if (chart !== undefined) expect(checkValues(chart, values)).toEqual([]);
      }
    },
  );

  it.each(Object.entries(ELSEWHERE))("are all known to the chart of another target, in %s", (chart, values) => {
    expect(checkAllValues(chart as ChartName, values)).toEqual([]);
  });

  it.each(["reference", "blueprint"])("hold no secret, in %s", (program) => {
    for (const { values } of releasesIn(program)) expect(secretsIn(values)).toEqual([]);
  });

  it.each(Object.keys(PROGRAMS))("hold nothing that cdktf left unresolved, in %s", (program) => {
    expect(JSON.stringify(stacksOf(program)).match(/.{0,60}(unresolved-token|TfToken\[).{0,20}/g) ?? []).toEqual([]);
  });

  it.each(Object.keys(CHARTS) as ChartName[])("are each told when they are misspelt, in %s", (name) => {
    const values = ELSEWHERE[name] ?? reference.find(({ chart }) => chart === name)?.values ?? {};
    const paths = pathsIn(values).filter((path) => closed(name, path));
    expect(paths.length).toBeGreaterThan(name === "metricsServer" ? 4 : 7);
    const missed = paths.filter((path) => {
      const [problem, ...others] = checkValues(name, misspelt(values, path));
      const isTold = problem?.what === `unknown key "${path.at(-1)}x"` && problem.target === "key";
      const where = problem?.path.join(".") === `${path.join(".")}x`;
      return !isTold || !where || others.length > 0 || !problem.mend.includes(`Did you mean ${path.at(-1)}?`);
    });
    expect(missed.map((path) => path.join("."))).toEqual([]);
  });
});
