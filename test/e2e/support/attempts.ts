/** An object that somebody tries to create in a sandbox. */
export type Attempt = Readonly<Record<string, unknown>>;

const LOCKED = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

const RESOURCES = { requests: { cpu: "10m", memory: "16Mi" }, limits: { cpu: "10m", memory: "16Mi" } };

/** A pod that Pod Security "restricted" admits, with a container that differs in these parts. */
export function pod(container: object = {}, spec: object = {}): Attempt {
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "attempt" }, spec: podSpec(container, spec) };
}

function podSpec(container: object = {}, spec: object = {}) {
  const main = { name: "main", image: "example.test/main:1", securityContext: LOCKED, resources: RESOURCES };
  return { containers: [{ ...main, ...container }], ...spec };
}

/** The security of a container that differs in these parts from a locked one. */
export function unlocked(parts: object): object {
  return { securityContext: { ...LOCKED, ...parts } };
}

/** A workload whose pods are admitted; a stateful set with these parts beside them. */
export function workload(apiVersion: string, kind: string, parts: object = {}): Attempt {
  const labels = { attempt: "true" };
  const template = { metadata: { labels }, spec: podSpec() };
  const once = { template: { ...template, spec: { ...template.spec, restartPolicy: "Never" } } };
  const spec = {
    Job: once,
    CronJob: { schedule: "0 3 * * *", jobTemplate: { spec: once } },
    StatefulSet: { selector: { matchLabels: labels }, serviceName: "attempt", template, ...parts },
  }[kind] ?? { selector: { matchLabels: labels }, template };
  return { apiVersion, kind, metadata: { name: "attempt" }, spec };
}

/** Any other object, with these parts beside its name. */
export function object(apiVersion: string, kind: string, parts: object = {}): Attempt {
  return { apiVersion, kind, metadata: { name: "attempt" }, ...parts };
}

/** A service of a type. */
export function service(spec: object): Attempt {
  return object("v1", "Service", { spec: { ports: [{ port: 80 }], selector: { attempt: "true" }, ...spec } });
}

/** A disruption budget with these numbers. */
export function budget(numbers: object): Attempt {
  return object("policy/v1", "PodDisruptionBudget", { spec: { ...numbers, selector: { matchLabels: { a: "b" } } } });
}
