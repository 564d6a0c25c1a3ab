import type { Field } from "./field";
import type { Cni } from "./model";
import { readSelector, type Selector } from "./selector";

/** Labels of pods that Cilium leaves out of identities by default, as its page on identity-relevant labels lists them. */
const LEFT_OUT = [
  "io.kubernetes",
  "kubernetes.io",
  "statefulset.kubernetes.io/pod-name",
  "apps.kubernetes.io/pod-index",
  "batch.kubernetes.io/job-completion-index",
  "batch.kubernetes.io/controller-uid",
  "beta.kubernetes.io",
  "k8s.io",
  "pod-template-generation",
  "pod-template-hash",
  "controller-revision-hash",
  "annotation",
  "controller-uid",
  "etcd_node",
];

/** Refuses the key of a label that no pod has in the eyes of Cilium's policies. */
export function readIdentityLabel(key: string, at: Field): string {
  if (LEFT_OUT.some((start) => key.startsWith(start))) {
    at.fail("Cilium leaves this label out of the identity of pods, so that no selector sees it");
  }
  return key;
}

/** Reads the selector of pods of a NetworkPolicy. */
export function readPodSelector(field: Field, cni: Cni): Selector {
  return cni === "cilium" ? readSelector(field, readIdentityLabel) : readSelector(field);
}
