import type { ExposureDescription } from "../config/sandbox/exposure";
import { bytesOf } from "../config/sandbox/quantity";
import { DEFAULTS } from "../defaults";
import { middlewareName } from "../ingress";

/** Longest answer of a host whose requests are bounded: the ingress controller holds it until it is whole. */
const LONGEST_ANSWER = bytesOf("64Mi");

/** The limits of one host (INF-20): objects for the ingress controller by name, and how an ingress refers to them. */
export interface HostLimits {
  readonly resources: Readonly<Record<string, object>>;
  /** Names of the middlewares, in the order in which they hold. */
  readonly middlewares: readonly string[];
}

/** The limits of a host, as middlewares of its namespace; `name` is that of its other objects. */
export function hostLimits(
  namespace: string,
  name: string,
  { rate, body }: NonNullable<ExposureDescription["limits"]> = { rate: DEFAULTS.hostRate },
  labels: Record<string, string> = {},
): HostLimits {
  const specs: Record<string, object> = {
    rate: { rateLimit: { average: rate, burst: rate * 2 } },
    ...(body === undefined
      ? {}
      : { body: { buffering: { maxRequestBodyBytes: bytesOf(body), maxResponseBodyBytes: LONGEST_ANSWER } } }),
  };
  const named = Object.entries(specs).map(([kind, spec]) => [`${name}-${kind}`, spec] as const);
  return {
    resources: Object.fromEntries(
      named.map(([middleware, spec]) => [
        middleware,
        {
          apiVersion: "traefik.io/v1alpha1",
          kind: "Middleware",
          metadata: { name: middleware, namespace, labels },
          spec,
        },
      ]),
    ),
    middlewares: named.map(([middleware]) => middlewareName(namespace, middleware)),
  };
}
