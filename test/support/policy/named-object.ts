import type { Field } from "./field";

/** What a Kubernetes object is called. */
export interface ObjectName {
  readonly name: string;
  readonly namespace: string;
  /** `namespace/name`. */
  readonly id: string;
}

/** Reads the name of an object that lives in a namespace; the rest of its metadata has no influence. */
export function readObjectName(metadata: Field): ObjectName {
  const name = metadata.child("name").text();
  const namespace = metadata.child("namespace").text();
  return { name, namespace, id: `${namespace}/${name}` };
}
