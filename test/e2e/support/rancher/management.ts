import { type Answer, type Call, collection, created, type Json, NOT_FOUND, ok, refused, textOf } from "./answer";
import { AUTH_CONFIG, authConfigs, changeAuthConfig } from "./auth-configs";
import { cluster, clusterIds, kubeconfig, projects, registrationToken } from "./clusters";
import type { Holdings } from "./holdings";
import { pluralOf, rootAnswer, schemasAnswer } from "./schemas";
import type { Settings } from "./settings";

const BINDING = "clusterRoleTemplateBinding";

const KINDS = [
  AUTH_CONFIG,
  BINDING,
  "cluster",
  "clusterRegistrationToken",
  "node",
  "openLdapConfig",
  "project",
  "roleTemplate",
  "setting",
  "token",
];

/** Versions of Rancher and of the Kubernetes that it makes by default. */
const SETTINGS: Readonly<Record<string, string>> = { "server-version": "v2.14.1", "k8s-version": "v1.35.7+rke2r1" };

/** Rancher's management API (`/v3`), as far as the provider asks for it. */
export function management(holdings: Holdings, settings: Settings, call: Call): Answer {
  if (call.path === "") return rootAnswer(call.root);
  if (call.path === "/schemas") return schemasAnswer(call.root, KINDS);
  const kind = KINDS.find((one) => `${call.path}/`.startsWith(`/${pluralOf(one)}/`));
  if (kind === undefined) return NOT_FOUND;
  const id = call.path.slice(pluralOf(kind).length + 2);
  switch (kind) {
    case AUTH_CONFIG:
      return id === "" ? collection(authConfigs(holdings, call.root)) : changeAuthConfig(holdings, id, call);
    case BINDING:
      return binding(holdings, id, call);
    case "cluster":
      if (call.query.get("action") === "generateKubeconfig") return ok(kubeconfig(holdings, settings, call.origin, id));
      return found(cluster(holdings, id, call.root));
    case "clusterRegistrationToken":
      return found(registrationToken(holdings, settings, call.origin, id));
    case "project":
      return collection(projects(call.query.get("clusterId") ?? ""));
    case "setting":
      return found(SETTINGS[id] === undefined ? undefined : { id, type: kind, value: SETTINGS[id] });
    case "token":
      return found(holdings.tokens.has(id) ? { id, type: kind, enabled: true, expired: false } : undefined);
    case "roleTemplate":
      return found(id === "cluster-owner" ? { id, type: kind, context: "cluster" } : undefined);
    default:
      return collection([]);
  }
}

/** Who has which role in a cluster. */
function binding(holdings: Holdings, id: string, { method, body, root }: Call): Answer {
  const shown = (object: Json) => {
    const self = `${root}/${pluralOf(BINDING)}/${object.id}`;
    return { ...object, links: { self, update: self, remove: self } };
  };
  if (method === "POST") {
    if (!clusterIds(holdings).includes(textOf(body, "clusterId"))) return refused(404, "NotFound", "no such cluster");
    // It becomes an object of Kubernetes by this name.
    if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(textOf(body, "name")))
      return refused(422, "InvalidCharacters", "name");
    const newId = `${body.clusterId}:${body.name}`;
    return created(shown(holdings.put(BINDING, newId, { ...body, id: newId, type: BINDING })));
  }
  const object = holdings.get(BINDING, id);
  if (!object) return NOT_FOUND;
  if (method === "DELETE") holdings.remove(BINDING, id);
  return ok(shown(object));
}

function found(object: Json | undefined): Answer {
  return object === undefined ? NOT_FOUND : ok(object);
}
