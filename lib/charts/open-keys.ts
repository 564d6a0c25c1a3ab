import type { ChartName } from "../versions";

/** Which nodes pods go to. */
const ON_NODES = ["affinity", "nodeSelector", "tolerations"];

/** Where pods go, and how many there are. */
const PLACEMENT = [...ON_NODES, "topologySpreadConstraints"];

const below = (parent: string, keys: readonly string[]) => keys.map((key) => `${parent}.${key}`);

/**
 * The values of each chart that a description may set: what they hold, and all below them. Everything else is closed. A chart
 * has hundreds of keys, and most of them could undo what the testbed promises: whom Traefik believes, where a certificate
 * comes from, which machines the autoscaler may take away.
 */
export const OPEN_KEYS: Readonly<Record<ChartName, readonly string[]>> = {
  certManager: [
    ...PLACEMENT,
    "dns01RecursiveNameservers",
    "dns01RecursiveNameserversOnly",
    ...below("global", ["commonLabels", "imagePullSecrets", "logLevel"]),
    "hostAliases",
    "maxConcurrentChallenges",
    "podLabels",
    "prometheus",
    "replicaCount",
    "resources",
    ...below("cainjector", [...PLACEMENT, "podLabels", "replicaCount", "resources"]),
    ...below("startupapicheck", ["backoffLimit", "nodeSelector", "resources", "timeout", "tolerations"]),
    ...below("webhook", [...PLACEMENT, "podLabels", "replicaCount", "resources", "timeoutSeconds"]),
  ],
  cilium: [],
  cinderCsi: [
    ...["attacher", "livenessprobe", "nodeDriverRegistrar", "plugin", "provisioner", "resizer", "snapshotter"].map(
      (part) => `csi.${part}.resources`,
    ),
    ...below("csi.plugin.controllerPlugin", [...ON_NODES, "podAnnotations", "podLabels", "replicas"]),
    ...below("csi.plugin.nodePlugin", [...ON_NODES, "kubeletDir", "podAnnotations", "podLabels"]),
    "extraLabels",
    "imagePullSecrets",
    "logVerbosityLevel",
    "timeout",
  ],
  cloudController: [],
  clusterAutoscaler: [
    ...PLACEMENT,
    "additionalLabels",
    "expanderPriorities",
    ...below("extraArgs", [
      "balance-similar-node-groups",
      "expander",
      "max-node-provision-time",
      "new-pod-scale-up-delay",
      "scale-down-delay-after-add",
      "scale-down-enabled",
      "scale-down-unneeded-time",
      "scale-down-utilization-threshold",
      "scan-interval",
      "skip-nodes-with-local-storage",
      "skip-nodes-with-system-pods",
      "v",
    ]),
    "podLabels",
    "replicaCount",
    "resources",
    "revisionHistoryLimit",
    "updateStrategy",
  ],
  csiDriverNfs: [
    ...below("controller", ["affinity", "logLevel", "nodeSelector", "replicas", "resources", "tolerations"]),
    "customLabels",
    "imagePullSecrets",
    "kubeletDir",
    ...below("node", ["affinity", "logLevel", "maxUnavailable", "nodeSelector", "resources", "tolerations"]),
  ],
  jenkins: [
    ...below("controller", [
      ...PLACEMENT,
      "hostAliases",
      "image.pullPolicy",
      "imagePullSecretName",
      // For a proxy, and for a mirror that plugins come from (`JENKINS_UC_DOWNLOAD`).
      "initContainerEnv",
      "initContainerResources",
      "podLabels",
      "priorityClassName",
      "probes",
      "resources",
      "revisionHistoryLimit",
      "schedulerName",
      "statefulSetLabels",
      "terminationGracePeriodSeconds",
    ]),
    ...below("persistence", ["annotations", "labels"]),
    "extraLabels",
  ],
  metricsServer: [
    ...PLACEMENT,
    "args",
    "commonLabels",
    "imagePullSecrets",
    "podAnnotations",
    "podLabels",
    "replicas",
    "resources",
    "revisionHistoryLimit",
    "updateStrategy",
  ],
  nexus3: [
    ...PLACEMENT,
    "commonLabels",
    "imagePullSecrets",
    "initResources",
    "logback",
    "podAnnotations",
    "podLabels",
    "priorityClassName",
    "resources",
    "tailLogs",
    "updateStrategy",
  ],
  traefik: [
    "accessLog",
    "affinity",
    "commonLabels",
    ...below("deployment", [
      "annotations",
      "goMemLimitPercentage",
      "imagePullSecrets",
      "labels",
      "podAnnotations",
      "podLabels",
      "revisionHistoryLimit",
      "tmpVolume",
    ]),
    "log",
    "nodeSelector",
    "ports.websecure.transport.respondingTimeouts",
    "resources",
    "tolerations",
    "tracing",
  ],
};

/** Where free values would set what is closed: the way to each such value, and the keys that are open beside it. */
export function closedIn(chart: ChartName, free: object): Closed[] {
  return closedBelow(
    free,
    OPEN_KEYS[chart].map((key) => key.split(".")),
    [],
  );
}

/** A value that is closed, and what is open in its place. */
export interface Closed {
  readonly path: string[];
  /** Keys that are open beside it; those below it, where it would have to be a mapping. */
  readonly open: string[];
  readonly isHalfOpen: boolean;
}

function closedBelow(values: object, open: readonly string[][], path: string[]): Closed[] {
  const names = namesOf(open);
  return Object.entries(values).flatMap(([key, value]) => {
    const rest = open.filter(([first]) => first === key).map(([, ...more]) => more);
    if (rest.some(({ length }) => length === 0)) return [];
    const at = [...path, key];
    const isMapping = typeof value === "object" && value !== null && !Array.isArray(value);
    if (rest.length === 0) return [{ path: at, open: names, isHalfOpen: false }];
    return isMapping ? closedBelow(value, rest, at) : [{ path: at, open: namesOf(rest), isHalfOpen: true }];
  });
}

function namesOf(open: readonly string[][]): string[] {
  return [...new Set(open.flatMap(([first]) => first ?? []))].sort();
}
