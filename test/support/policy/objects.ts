import { readCiliumPolicies } from "./cilium-policy";
import { Field } from "./field";
import type { Cni } from "./model";
import { readNetworkPolicy } from "./network-policy";
import type { Policy } from "./policy";
import { readService, type Service } from "./service";

/** What the Kubernetes objects of a cluster say. */
export interface Objects {
  /** Labels of each namespace. */
  readonly namespaces: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly services: readonly Service[];
  readonly policies: readonly Policy[];
}

/** Reads the objects of a cluster. One of a kind that is not known might open or close something, so it is refused. */
export function readObjects(objects: readonly unknown[], cni: Cni): Objects {
  const namespaces = new Map<string, Readonly<Record<string, string>>>();
  const services: Service[] = [];
  const policies: Policy[] = [];
  for (const [index, value] of objects.entries()) {
    const object = new Field(value, titleOf(value, index));
    const kind = `${object.child("apiVersion").text()} ${object.child("kind").text()}`;
    switch (kind) {
      case "v1 Namespace": {
        const name = object.child("metadata").child("name").text();
        const labels = object.child("metadata").child("labels").texts();
        namespaces.set(name, { ...labels, "kubernetes.io/metadata.name": name });
        break;
      }
      case "v1 Service":
        services.push(readService(object));
        break;
      case "networking.k8s.io/v1 NetworkPolicy":
        policies.push(readNetworkPolicy(object, cni));
        break;
      case "cilium.io/v2 CiliumNetworkPolicy":
      case "cilium.io/v2 CiliumClusterwideNetworkPolicy":
        if (cni !== "cilium") object.fail("only Cilium knows this kind");
        policies.push(...readCiliumPolicies(object));
        break;
      default:
        object.fail(`objects of the kind ${kind} are not known to the evaluator`);
    }
  }
  return { namespaces, services, policies };
}

/** Kind and name of an object where it has them, else its position. */
function titleOf(value: unknown, index: number): string {
  const { kind, metadata } = { ...(value as { kind?: unknown; metadata?: { namespace?: unknown; name?: unknown } }) };
  const name = [metadata?.namespace, metadata?.name].filter((part) => typeof part === "string").join("/");
  return typeof kind === "string" && name !== "" ? `${kind} ${name}` : `objects[${index}]`;
}
