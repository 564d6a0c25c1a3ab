import { isAbsent, isObject, type JsonObject } from "../provider-schema/json";
import { Expressions, type Values } from "./expressions";
import { objectOf } from "./provider-blocks";

/** A Kubernetes object as `kubectl get -o json` prints it. */
export type KubernetesObject = JsonObject;

const KINDS: Readonly<Record<string, { readonly apiVersion: string; readonly kind: string }>> = {
  kubernetes_namespace_v1: { apiVersion: "v1", kind: "Namespace" },
  kubernetes_service_v1: { apiVersion: "v1", kind: "Service" },
  kubernetes_network_policy_v1: { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
};

/** Other ways to write the same objects, which would be missed. */
const OTHER_WAYS = ["kubernetes_namespace", "kubernetes_service", "kubernetes_network_policy", "kubernetes_manifest"];

const CILIUM = "cilium.io/v2";

/**
 * The namespaces, services and policies of a synthesized stack: those of the Kubernetes provider, and what releases of Helm carry
 * of `cilium.io/v2` as `{"resources": {"<name>": {...}}}` in their values. References to arguments that the stack itself sets
 * are followed.
 *
 * @param stack the parsed content of a `cdk.tf.json`
 * @param values what other expressions stand for; one without value is an error
 */
export function objectsOfStack(stack: unknown, values: Values = {}): KubernetesObject[] {
  const resource = isObject(stack) ? (stack.resource ?? {}) : undefined;
  if (!isObject(resource)) throw new TypeError("a stack has resources; is this the parsed content of a cdk.tf.json?");
  const expressions = new Expressions(resource, values);
  for (const type of OTHER_WAYS) {
    if (type in resource) throw new Error(`${type}: only resources with names such as ${type}_v1 are read`);
  }
  return [
    ...Object.entries(KINDS).flatMap(([type, head]) =>
      entriesOf(resource[type]).map(([id, body]) => fromProvider(head, body, `${type}.${id}`, expressions)),
    ),
    ...entriesOf(resource.helm_release).flatMap(([id, body]) => fromRelease(body, `helm_release.${id}`, expressions)),
  ];
}

function fromProvider(
  head: KubernetesObject,
  body: JsonObject,
  path: string,
  expressions: Expressions,
): KubernetesObject {
  refuseCopies(body, path);
  const { metadata, spec } = body;
  const blocks = expressions.resolve({ metadata, ...(!isAbsent(spec) && { spec }) }, path) as JsonObject;
  const object = { ...head, ...objectOf(blocks, path) };
  return head.kind === "Namespace" ? object : inNamespace(object, "default");
}

/** Helm adds up the resources of all its values. Those without a namespace land in that of the release. */
function fromRelease(body: JsonObject, path: string, expressions: Expressions): KubernetesObject[] {
  const texts = Array.isArray(body.values) ? (body.values as unknown[]) : [];
  const named = texts.flatMap((text, index) => {
    const at = `${path}.values[${index}]`;
    return mentionsCilium(text) ? resourcesIn(String(expressions.resolve(text, at)), at) : [];
  });
  if (named.length === 0) return [];
  refuseCopies(body, path);
  const [twice] = named.map(([name]) => name).filter((name, index, names) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${path}.values: more than one resource is called ${twice}`);
  const namespace = expressions.resolve(body.namespace ?? "default", `${path}.namespace`);
  return named
    .map(([, object]) => object)
    .filter((object: unknown): object is KubernetesObject => isObject(object) && object.apiVersion === CILIUM)
    .map((object) => (String(object.kind).includes("Clusterwide") ? object : inNamespace(object, namespace)));
}

function resourcesIn(text: string, path: string): [string, unknown][] {
  const content: unknown = JSON.parse(text);
  const resources = isObject(content) ? content.resources : undefined;
  if (!isObject(resources)) throw new Error(`${path}: has no resources by name`);
  return Object.entries(resources);
}

function inNamespace(object: KubernetesObject, namespace: unknown): KubernetesObject {
  return { ...object, metadata: { namespace, ...(isObject(object.metadata) && object.metadata) } };
}

function mentionsCilium(text: unknown): boolean {
  return typeof text === "string" && text.includes(CILIUM);
}

function refuseCopies(body: JsonObject, path: string): void {
  for (const argument of ["count", "for_each"]) {
    if (!isAbsent(body[argument])) throw new Error(`${path}: has ${argument}, so the stack does not say what it makes`);
  }
}

function entriesOf(resources: unknown): [string, JsonObject][] {
  return Object.entries(isObject(resources) ? resources : {}).map(([id, body]) => {
    if (!isObject(body)) throw new Error(`${id} must be one object`);
    return [id, body];
  });
}
