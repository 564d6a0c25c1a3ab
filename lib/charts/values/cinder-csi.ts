import { CLOUD_CONFIG } from "../../cloud-config";
import { mergeValues } from "../merge-values";
import { type Mirror, mirrored } from "../mirror";
import { CINDER_REQUESTS, PLATFORM_REQUESTS, resources } from "../requests";
import type { ChartValues } from "./chart-values";

/** What the driver of OpenStack's volumes has to know. */
export interface CinderCsiOptions {
  /** Name of the cluster: stands in the metadata of every volume and snapshot, for whoever looks at them in OpenStack. */
  readonly clusterName: string;
  readonly mirror: Mirror;
}

/** Name under which the driver is known to storage classes; the chart knows no other. */
export const CINDER_DRIVER = "cinder.csi.openstack.org";

/** Its containers beside the driver, and where their images come from. */
const HELPERS = {
  attacher: "csi-attacher",
  livenessprobe: "livenessprobe",
  nodeDriverRegistrar: "csi-node-driver-registrar",
  provisioner: "csi-provisioner",
  resizer: "csi-resizer",
  snapshotter: "csi-snapshotter",
} as const;

/** A user of its own for the controllers, as the chart itself suggests: they only speak to OpenStack and Kubernetes. */
const NOBODY = 65_532;

/**
 * Values of the openstack-cinder-csi chart (INF-18). The storage classes and the class of snapshots are ours, the same for each
 * driver. The chart takes the credential from the namespace of its release, and always watches snapshots, whose definitions must
 * therefore be in the cluster. There are two copies of the controllers: with one, no volume could leave a node that is gone
 * until Kubernetes gives up the copy on that node, five minutes later.
 */
export function cinderCsiValues({ clusterName, mirror }: CinderCsiOptions): ChartValues {
  return {
    fixed: mergeValues(
      {
        clusterID: clusterName,
        secret: { enabled: true, create: false, hostMount: false, name: CLOUD_CONFIG.name, filename: CLOUD_CONFIG.key },
        storageClass: { enabled: false },
        pvcAnnotations: false,
        priorityClassName: "system-cluster-critical",
        csi: {
          provisioner: { topology: "true" },
          plugin: {
            // Authorities stand in the secret: no folder of the node is needed.
            volumes: [],
            volumeMounts: [{ name: "cloud-config", mountPath: "/etc/config", readOnly: true }],
            controllerPlugin: {
              podSecurityContext: {
                runAsNonRoot: true,
                runAsUser: NOBODY,
                runAsGroup: NOBODY,
                fsGroup: NOBODY,
                seccompProfile: { type: "RuntimeDefault" },
              },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
            },
          },
        },
      },
      mirrored(mirror, (at) => ({ csi: images(at) })),
    ),
    defaults: {
      csi: {
        ...Object.fromEntries(
          Object.keys(HELPERS).map((helper) => [helper, { resources: resources(CINDER_REQUESTS.helper, "256Mi") }]),
        ),
        plugin: {
          resources: resources(CINDER_REQUESTS.driver, "256Mi"),
          controllerPlugin: { replicas: PLATFORM_REQUESTS.volumes.pods, affinity: APART },
        },
      },
    },
  };
}

function images(at: (reference: string) => string): object {
  const helpers = Object.entries(HELPERS).map(([helper, image]) => [
    helper,
    { image: { repository: at(`registry.k8s.io/sig-storage/${image}`) } },
  ]);
  const driver = { image: { repository: at("registry.k8s.io/provider-os/cinder-csi-plugin") } };
  return { ...Object.fromEntries(helpers), plugin: driver };
}

/** Copies of the controllers go to nodes of their own, where there are several. */
const APART = {
  podAntiAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [
      {
        weight: 100,
        podAffinityTerm: {
          topologyKey: "kubernetes.io/hostname",
          labelSelector: { matchLabels: { app: "openstack-cinder-csi", component: "controllerplugin" } },
        },
      },
    ],
  },
};
