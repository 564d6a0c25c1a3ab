import type { Field } from "./field";
import { readIdentityLabel } from "./identity-label";
import type { Pod } from "./peer";
import { readSelector } from "./selector";

const NAMESPACE = "io.kubernetes.pod.namespace";
const NAMESPACE_LABELS = "io.cilium.k8s.namespace.labels.";

/** Whether a selector of endpoints fits a pod. */
export type PodTest = (pod: Pod) => boolean;

/**
 * Reads which pods a policy is about. That of a namespace is about its own pods only: Cilium replaces the label of another, so
 * a selector with one is refused.
 *
 * @param namespace undefined for a policy of the whole cluster
 */
export function readSubjects(field: Field, namespace: string | undefined): PodTest {
  const { matches } = readEndpoints(field, namespace);
  if (namespace === undefined) return matches;
  for (const label of field.child("matchLabels").entries()) {
    if (label.path.includes(NAMESPACE) && label.value !== namespace) {
      label.fail(`Cilium ignores another namespace here: the policy is about ${namespace}`);
    }
  }
  return (pod) => pod.namespace === namespace && matches(pod);
}

/** Reads the selector of a peer: pods of the policy's own namespace, unless it names the label of another. */
export function readPeers(field: Field, namespace: string | undefined): PodTest {
  const { keys, matches } = readEndpoints(field, namespace);
  if (namespace === undefined || keys.includes(NAMESPACE)) return matches;
  return (pod) => pod.namespace === namespace && matches(pod);
}

function readEndpoints(field: Field, namespace: string | undefined) {
  const selector = readSelector(field, (key, at) => readKey(key, at, namespace));
  const matches: PodTest = (pod) => selector.matches((key) => labelOf(pod, key));
  return { keys: selector.keys, matches };
}

function labelOf(pod: Pod, key: string): string | undefined {
  if (key === NAMESPACE) return pod.namespace;
  return key.startsWith(NAMESPACE_LABELS) ? pod.namespaceLabel(key.slice(NAMESPACE_LABELS.length)) : pod.label(key);
}

/** Labels of pods come from Kubernetes: `k8s:`, `any:` and no prefix mean the same here. */
function readKey(text: string, at: Field, namespace: string | undefined): string {
  const key = text.replace(/^(k8s|any):/, "");
  if (key.includes(":")) at.fail("labels of this source are not known to the evaluator");
  if (key === NAMESPACE) return key;
  if (key.startsWith(NAMESPACE_LABELS)) {
    return namespace === undefined
      ? key
      : at.fail("not every version of Cilium reads labels of namespaces in this kind");
  }
  if (key.startsWith("io.cilium.k8s.")) at.fail("not known to the evaluator");
  return readIdentityLabel(key, at);
}
