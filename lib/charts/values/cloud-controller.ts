import { CILIUM_TAINT } from "../../cilium-taint";
import { CLOUD_CONFIG } from "../../cloud-config";
import { CLOUD_CONTROLLER_TAGS } from "../../versions";
import { type Mirror, mirrored } from "../mirror";
import { CLOUD_CONTROLLER_REQUESTS, resources } from "../requests";

/** What OpenStack's cloud controller has to know. */
export interface CloudControllerValuesOptions {
  /** Kubernetes minor of the cluster, such as `1.35`. */
  readonly kubernetesMinor: string;
  readonly clusterName: string;
  /** Text that changes with the secret, so that new pods take it up. */
  readonly secretSum: string;
  readonly mirror: Mirror;
}

/**
 * Values of the openstack-cloud-controller-manager chart for RKE2: addresses, zones and types of nodes, and the end of nodes whose
 * machines are gone. No load balancers, as the way in is the bastion; no routes, as Cilium carries the packets of pods.
 *
 * It runs before anything else can: on the host's network, with the node's resolver, and with the API server of its own
 * node, because the address of the service answers only once Cilium runs. RKE2 labels the nodes of its control plane with the value
 * `true`, where the chart expects none.
 */
export function cloudControllerValues(options: CloudControllerValuesOptions): object {
  const tag = CLOUD_CONTROLLER_TAGS[options.kubernetesMinor];
  return {
    // The chart writes it without quotes, and a name may look like a number.
    cluster: { name: JSON.stringify(options.clusterName) },
    secret: { enabled: true, create: false, name: CLOUD_CONFIG.name },
    podAnnotations: { "testbed-blueprint/secret-sum": options.secretSum },
    enabledControllers: ["cloud-node", "cloud-node-lifecycle"],
    image: {
      ...(tag === undefined ? {} : { tag }),
      ...mirrored(options.mirror, (at) => ({
        repository: at("registry.k8s.io/provider-os/openstack-cloud-controller-manager"),
      })),
    },
    dnsPolicy: "Default",
    extraEnv: [
      { name: "KUBERNETES_SERVICE_HOST", value: "127.0.0.1" },
      { name: "KUBERNETES_SERVICE_PORT", value: "6443" },
    ],
    nodeSelector: { "node-role.kubernetes.io/control-plane": "true" },
    tolerations: TOLERATED.map((key) => ({ key, operator: "Exists" })),
    priorityClassName: "system-cluster-critical",
    // Folders of kubeadm's nodes, which RKE2 does not have.
    extraVolumes: [],
    extraVolumeMounts: [],
    podSecurityContext: {
      runAsNonRoot: true,
      runAsUser: 1001,
      runAsGroup: 1001,
      seccompProfile: { type: "RuntimeDefault" },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    resources: resources(CLOUD_CONTROLLER_REQUESTS, "256Mi"),
  };
}

/** What keeps pods off the nodes of a control plane, or off any node before it is ready. */
const TOLERATED = [
  "node.cloudprovider.kubernetes.io/uninitialized",
  "node-role.kubernetes.io/control-plane",
  "node-role.kubernetes.io/etcd",
  "CriticalAddonsOnly",
  "node.kubernetes.io/not-ready",
  "node.kubernetes.io/network-unavailable",
  CILIUM_TAINT.key,
];
