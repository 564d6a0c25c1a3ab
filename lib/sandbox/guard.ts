import { PLATFORM } from "../platform-namespaces";
import { HOST_PREFIX } from "./https-host";
import { FRAME_LABEL } from "./labels";

/** One rule of the admission policy: an expression that must hold, and what whoever breaks it is told. */
interface Rule {
  /** Resources that it is about. */
  readonly resources: readonly string[];
  /** Whether it is about new objects alone, as controllers change some of them later. Default: about changes too */
  readonly onCreate?: boolean;
  readonly expression: string;
  readonly message: string;
}

/** What admission looks at, by API group. */
const WATCHED = {
  "": ["configmaps", "pods", "secrets", "services"],
  apps: ["deployments", "statefulsets"],
  autoscaling: ["horizontalpodautoscalers"],
  batch: ["cronjobs", "jobs"],
  policy: ["poddisruptionbudgets"],
} as const;

const EVERYTHING = Object.values(WATCHED).flat();

/** Tolerations that Kubernetes itself adds to pods. */
const USUAL_TOLERATIONS =
  "['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable', 'node.kubernetes.io/memory-pressure']";

/** Finalizers that Kubernetes itself sets and takes away. */
const USUAL_FINALIZERS = "['batch.kubernetes.io/job-tracking', 'foregroundDeletion', 'orphan']";

/** Longest time that a pod may take to end, in seconds: a drain of its node waits for it. */
const LONGEST_GRACE = 600;

/**
 * Kinds of volumes that a pod may have. The level `baseline` would admit those by which it mounts a server of its own choice:
 * the node does that, so no policy of the network sees it, and the folders of all sandboxes would lie open.
 */
const VOLUMES = ["configMap", "downwardAPI", "emptyDir", "persistentVolumeClaim", "projected", "secret"];

/** By which a pod tells the autoscaler of nodes whether it may be moved. cert-manager sets it on its own pods, to `true`. */
const SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";

const labelled = (object: string) => `has(${object}.metadata.labels) && '${FRAME_LABEL}' in ${object}.metadata.labels`;

/** What rights cannot tell apart: these hold for whoever may not delete the quota of the sandbox, controllers too. */
const RULES: readonly Rule[] = [
  {
    resources: ["services"],
    expression: "!has(object.spec.type) || object.spec.type == 'ClusterIP'",
    message:
      "Node ports and load balancers are declared in the sandbox's file, under expose; other types are not for sandboxes.",
  },
  {
    resources: ["services"],
    expression: "!has(object.spec.externalIPs) || size(object.spec.externalIPs) == 0",
    message: "A service of a sandbox takes no external addresses.",
  },
  {
    resources: ["statefulsets"],
    expression:
      "!has(object.spec.persistentVolumeClaimRetentionPolicy) || " +
      "(object.spec.persistentVolumeClaimRetentionPolicy.whenDeleted == 'Retain' && " +
      "object.spec.persistentVolumeClaimRetentionPolicy.whenScaled == 'Retain')",
    message: "Datasets outlive what uses them: the retention policy of claims stays Retain.",
  },
  {
    resources: ["poddisruptionbudgets"],
    expression:
      "!has(object.spec.minAvailable) && has(object.spec.maxUnavailable) && " +
      "!(string(object.spec.maxUnavailable) in ['0', '0%'])",
    message: "A disruption budget lets nodes be drained: set maxUnavailable to 1 or more, and no minAvailable.",
  },
  {
    resources: ["secrets"],
    expression: "!has(object.type) || object.type != 'kubernetes.io/service-account-token'",
    message: "Tokens of service accounts are made on demand, with an end: kubectl create token.",
  },
  {
    resources: ["pods"],
    onCreate: true,
    expression:
      "(!has(object.spec.serviceAccountName) || object.spec.serviceAccountName == 'default') && " +
      "(!has(object.spec.automountServiceAccountToken) || object.spec.automountServiceAccountToken == false)",
    message: "Pods of a sandbox have the service account default, without its token.",
  },
  {
    resources: ["pods"],
    onCreate: true,
    expression: `!has(object.spec.volumes) || object.spec.volumes.all(v, ${VOLUMES.map((kind) => `has(v.${kind})`).join(" || ")})`,
    message: `Volumes of a sandbox are claims, or what ends with the pod: ${VOLUMES.join(", ")}.`,
  },
  {
    resources: ["pods"],
    onCreate: true,
    expression:
      "!has(object.spec.volumes) || object.spec.volumes.all(v, !has(v.projected) || !has(v.projected.sources) || " +
      "v.projected.sources.all(s, !has(s.serviceAccountToken)))",
    message: "Pods of a sandbox have the service account default, without its token.",
  },
  {
    resources: ["pods"],
    expression:
      `!has(object.metadata.annotations) || !('${SAFE_TO_EVICT}' in object.metadata.annotations) || ` +
      `object.metadata.annotations['${SAFE_TO_EVICT}'] == 'true'`,
    message: `A pod does not keep its node from being taken away: ${SAFE_TO_EVICT} is true, or left out.`,
  },
  {
    resources: ["pods"],
    onCreate: true,
    expression: "!has(object.spec.nodeName) || object.spec.nodeName == ''",
    message: "The scheduler chooses the node of a pod.",
  },
  {
    resources: ["pods"],
    onCreate: true,
    expression: `!has(object.spec.tolerations) || object.spec.tolerations.all(t, has(t.key) && t.key in ${USUAL_TOLERATIONS})`,
    message: "Tainted nodes are not for sandboxes.",
  },
  {
    resources: ["pods"],
    onCreate: true,
    expression: `!has(object.spec.terminationGracePeriodSeconds) || object.spec.terminationGracePeriodSeconds <= ${LONGEST_GRACE}`,
    message: `A pod ends within ${LONGEST_GRACE} seconds, as a drain of its node waits for it.`,
  },
  {
    resources: EVERYTHING,
    expression:
      "!has(object.metadata.finalizers) || object.metadata.finalizers.all(f, " +
      `f in ${USUAL_FINALIZERS} || (oldObject != null && has(oldObject.metadata.finalizers) && f in oldObject.metadata.finalizers))`,
    message: "Finalizers would keep the sandbox from being removed.",
  },
  {
    resources: EVERYTHING,
    expression: `(oldObject != null && ${labelled("oldObject")}) || !(${labelled("object")})`,
    message: `The label ${FRAME_LABEL} is for what belongs to the sandbox's frame.`,
  },
];

/**
 * The admission policy of a sandbox, for whoever may not delete its quota. Rights alone cannot tell a node port from
 * another service, a pod on a tainted node from another pod, nor the frame's objects from the app's; this can.
 */
export function guardResources(namespace: string, labels: Record<string, string>): Record<string, object> {
  const name = `sandbox-${namespace}`;
  return {
    guard: {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicy",
      metadata: { name, labels },
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          resourceRules: Object.entries(WATCHED).map(([group, resources]) => ({
            apiGroups: [group],
            apiVersions: ["*"],
            operations: ["CREATE", "UPDATE", "DELETE"],
            resources,
          })),
        },
        matchConditions: [
          {
            // The controllers that clear a namespace may delete quotas, as may administrators.
            name: "may-not-delete-quotas",
            expression:
              "!authorizer.group('').resource('resourcequotas').namespace(request.namespace).check('delete').allowed()",
          },
        ],
        validations: [...RULES.map(validation), FRAME_RULE, CERTIFICATE_RULE],
      },
    },
    guardBinding: {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name, labels },
      spec: {
        policyName: name,
        validationActions: ["Deny"],
        matchResources: { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } },
      },
    },
  };
}

/** Pods of the frame end and go by their controllers, which change them too; nobody else's frame objects may be touched. */
const FRAME_RULE = {
  expression: `request.resource.resource == 'pods' || oldObject == null || !(${labelled("oldObject")})`,
  message: "This belongs to the sandbox's frame, which the administrators of the testbed keep.",
};

/** Who keeps the certificates of hosts. */
const KEEPER = `system:serviceaccount:${PLATFORM.certificates.namespace}:${PLATFORM.certificates.serviceAccount}`;

/**
 * The ingress controller serves a certificate to every host that is named in it: whoever wrote one here could put their own
 * in the place of a neighbour's. And whoever deleted one would use up what Let's Encrypt signs in a week for all.
 */
const CERTIFICATE_RULE = {
  expression:
    `request.resource.resource != 'secrets' || request.userInfo.username == '${KEEPER}' || ` +
    `!(object != null ? object : oldObject).metadata.name.startsWith('${HOST_PREFIX}')`,
  message: "The certificates of hosts are kept by cert-manager.",
};

function validation({ resources, onCreate, expression, message }: Rule) {
  const names = `[${resources.map((resource) => `'${resource}'`).join(", ")}]`;
  const elsewhere = onCreate ? "request.operation != 'CREATE'" : "request.operation == 'DELETE'";
  return { expression: `${elsewhere} || !(request.resource.resource in ${names}) || (${expression})`, message };
}
