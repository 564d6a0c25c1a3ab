import { type Answer, created, type Json, ok } from "./answer";
import type { Holdings } from "./holdings";

export const REPOSITORY = "catalog.cattle.io.clusterrepo";
export const APP = "catalog.cattle.io.app";
export const OPERATION = "catalog.cattle.io.operation";

/** The repository that Rancher itself brings into every cluster. */
export const OWN_REPOSITORY: Json = {
  id: "rancher-charts",
  type: REPOSITORY,
  metadata: { name: "rancher-charts", resourceVersion: "1" },
  spec: { gitRepo: "https://git.rancher.io/charts", gitBranch: "release-v2.14" },
  status: { conditions: [{ type: "Downloaded", status: "True" }] },
};

/** What charts of Rancher say of themselves: where they belong, and what they bring along. */
const NAMESPACE = "cattle-monitoring-system";
const BRINGS: Readonly<Record<string, string>> = { "rancher-monitoring": "rancher-monitoring-crd=match" };
const VERSION = "108.0.2";

/** A repository with its links and actions. */
export function repositoryAnswer(object: Json, links: { readonly self: string }): Json {
  const { self } = links;
  const action = (name: string) => `${self}?action=${name}`;
  return {
    ...object,
    links: { ...links, info: `${self}?link=info` },
    actions: { install: action("install"), upgrade: action("upgrade") },
  };
}

/** The newest version of a chart. */
export function chartInfo(name: string): Answer {
  const brings = BRINGS[name];
  const annotations = {
    "catalog.cattle.io/certified": "rancher",
    "catalog.cattle.io/namespace": NAMESPACE,
    "catalog.cattle.io/release-name": name,
    ...(brings !== undefined && { "catalog.cattle.io/auto-install": brings }),
  };
  return ok({ chart: { name, version: VERSION, annotations } });
}

/** Notes that charts are installed, as Rancher does once Helm is through; no Helm runs. */
export function installCharts(holdings: Holdings, { namespace, charts }: Json): Answer {
  const installed = Array.isArray(charts) ? (charts as Json[]) : [];
  for (const { chartName, version, releaseName, values } of installed) {
    holdings.put(APP, `${namespace}/${releaseName}`, {
      id: `${namespace}/${releaseName}`,
      type: APP,
      metadata: { name: releaseName, namespace },
      spec: { chart: { metadata: { name: chartName, version } }, values, name: releaseName, namespace },
      status: { summary: { state: "deployed" } },
    });
  }
  return created(DONE);
}

/** What a Helm run of Rancher is called. */
export const DONE = { operationName: "helm-operation", operationNamespace: "cattle-system" };

/** A Helm run is always over, and well. */
export function operation(id: string): Answer {
  return ok({ id, type: OPERATION, metadata: { state: { name: "active", transitioning: false, error: false } } });
}
