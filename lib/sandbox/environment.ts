import type { ComponentDescription } from "../config/sandbox/component";
import { literal } from "../literal";

/** The environment variables of a container, as Kubernetes reads them. */
export function environmentOf(env: ComponentDescription["env"]) {
  return Object.entries(env).map(([name, { value, secret, key }]) =>
    secret === undefined
      ? { name, value: literal(value ?? "") }
      : { name, valueFrom: { secretKeyRef: { name: secret, key } } },
  );
}
