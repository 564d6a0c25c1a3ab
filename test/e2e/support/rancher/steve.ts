import { type Answer, type Call, collection, created, type Json, NOT_FOUND, ok, part, refused, textOf } from "./answer";
import { APP, chartInfo, DONE, installCharts, OPERATION, operation, REPOSITORY, repositoryAnswer } from "./catalogue";
import { type Holdings, word } from "./holdings";
import { pluralOf, rootAnswer, schemasAnswer } from "./schemas";

/** The cluster that Rancher itself runs in, where clusters are described. */
const LOCAL = "local";

export const CLUSTER = "provisioning.cattle.io.cluster";
const SETTING = "management.cattle.io.setting";

/** The kinds that the provider asks for, by whether they are Rancher's own or of a cluster that it looks after. */
const KINDS = {
  own: [CLUSTER, SETTING],
  downstream: [REPOSITORY, APP, OPERATION],
} as const;

/**
 * Steve, Rancher's API over the objects of a cluster (`/k8s/clusters/<id>/v1`), as far as the provider asks for it. What it holds is kept
 * as it was sent: nothing makes a cluster or installs a chart.
 */
export function steve(holdings: Holdings, cluster: string, call: Call): Answer {
  const kinds: readonly string[] = cluster === LOCAL ? KINDS.own : KINDS.downstream;
  if (cluster !== LOCAL && holdings.phase !== "active") return refused(503, "ClusterUnavailable");
  if (call.path === "") return rootAnswer(call.root);
  if (call.path === "/schemas") return schemasAnswer(call.root, kinds);
  const kind = kinds.find((one) => `${call.path}/`.startsWith(`/${pluralOf(one)}/`));
  if (kind === undefined) return NOT_FOUND;
  const id = call.path.slice(pluralOf(kind).length + 2);
  if (kind === SETTING) return ok({ id, type: SETTING, value: "" });
  if (kind === OPERATION) return operation(id);
  return id === "" ? ofKind(holdings, kind, call) : ofObject(holdings, kind, id, call);
}

function ofKind(holdings: Holdings, kind: string, call: Call): Answer {
  if (call.method === "GET") return collection(holdings.all(kind).map((object) => shown(kind, object, call.root)));
  const metadata = part(call.body, "metadata");
  const id = [textOf(metadata, "namespace"), textOf(metadata, "name")].filter(Boolean).join("/");
  if (holdings.get(kind, id)) return refused(409, "AlreadyExists");
  const annotations = { ...part(metadata, "annotations"), ...CREATOR };
  const object = {
    ...call.body,
    id,
    type: kind,
    metadata: { ...metadata, annotations, resourceVersion: "1" },
    status: status(kind),
  };
  return created(shown(kind, holdings.put(kind, id, object), call.root));
}

function ofObject(holdings: Holdings, kind: string, id: string, call: Call): Answer {
  const object = holdings.get(kind, id);
  if (!object) return NOT_FOUND;
  switch (call.query.get("action") ?? call.query.get("link") ?? call.method) {
    case "GET":
      return ok(shown(kind, object, call.root));
    case "PUT":
      return changed(holdings, kind, object, call);
    case "DELETE":
      holdings.remove(kind, id);
      return ok({});
    case "info":
      return chartInfo(call.query.get("chartName") ?? "");
    case "install":
    case "upgrade":
      return installCharts(holdings, call.body);
    case "uninstall":
      holdings.remove(kind, id);
      return ok(DONE);
    default:
      return NOT_FOUND;
  }
}

/** Whoever changes an object says which version of it they have read. */
function changed(holdings: Holdings, kind: string, object: Json, { body, root }: Call): Answer {
  const version = textOf(part(object, "metadata"), "resourceVersion");
  const metadata = part(body, "metadata");
  if (metadata.resourceVersion !== version) return refused(409, "Conflict");
  const annotations = { ...part(metadata, "annotations"), ...CREATOR };
  const marked = { ...metadata, annotations, resourceVersion: String(Number(version) + 1) };
  const kept = { ...object, ...body, metadata: marked, id: object.id, type: kind, status: object.status };
  return ok(shown(kind, holdings.put(kind, String(object.id), kept), root));
}

/** What Rancher notes on objects by itself. */
const CREATOR = { "field.cattle.io/creatorId": "user-abcde" };

/** What controllers would write about a new object. */
function status(kind: string): Json {
  if (kind === REPOSITORY) return { conditions: [{ type: "Downloaded", status: "True" }] };
  return { clusterName: `c-m-${word(8)}`, conditions: [{ type: "Created", status: "True" }] };
}

/** An object with its links and actions. */
function shown(kind: string, object: Json, root: string): Json {
  const self = `${root}/${pluralOf(kind)}/${object.id}`;
  const links = { self, update: self, remove: self };
  if (kind === REPOSITORY) return repositoryAnswer(object, links);
  return { ...object, links, actions: { uninstall: `${self}?action=uninstall` } };
}
