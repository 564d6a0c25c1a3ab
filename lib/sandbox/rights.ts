/** One rule of a role. */
export interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}

const LOOK = ["get", "list", "watch"];
const CHANGE = [...LOOK, "create", "update", "patch", "delete", "deletecollection"];

/** What everybody in a sandbox may look at: everything but secrets. */
const LOOKING: readonly Rule[] = [
  {
    apiGroups: [""],
    resources: [
      "configmaps",
      "endpoints",
      "events",
      "limitranges",
      "persistentvolumeclaims",
      "pods",
      "pods/log",
      "pods/status",
      "resourcequotas",
      "serviceaccounts",
      "services",
    ],
    verbs: LOOK,
  },
  {
    apiGroups: ["apps"],
    resources: ["controllerrevisions", "daemonsets", "deployments", "replicasets", "statefulsets"],
    verbs: LOOK,
  },
  { apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: LOOK },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: LOOK },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: LOOK },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "networkpolicies"], verbs: LOOK },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: LOOK },
  { apiGroups: ["events.k8s.io"], resources: ["events"], verbs: LOOK },
  { apiGroups: ["metrics.k8s.io"], resources: ["pods"], verbs: LOOK },
];

/** The rights of a viewer. */
export const VIEWER_RIGHTS: readonly Rule[] = LOOKING;

/**
 * The rights of a developer: workloads, config, own secrets, logs, exec and port-forward. Never policies, quotas, roles,
 * claims or ingresses: whoever may write policies or roles may open everything, so the roles of Kubernetes itself
 * (`edit`, `admin`) will not do.
 */
export const DEVELOPER_RIGHTS: readonly Rule[] = [
  ...LOOKING,
  { apiGroups: [""], resources: ["configmaps", "pods", "secrets", "services"], verbs: CHANGE },
  { apiGroups: [""], resources: ["pods/attach", "pods/exec", "pods/portforward"], verbs: ["get", "create"] },
  { apiGroups: ["apps"], resources: ["deployments", "replicasets", "statefulsets"], verbs: CHANGE },
  { apiGroups: ["apps"], resources: ["deployments/scale", "statefulsets/scale"], verbs: ["get", "update", "patch"] },
  { apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: CHANGE },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: CHANGE },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: CHANGE },
];
