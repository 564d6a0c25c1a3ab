import { type Mirror, mirrored } from "../mirror";
import type { ChartValues } from "./chart-values";

/** What the NFS driver has to know. */
export interface CsiDriverNfsOptions {
  readonly mirror: Mirror;
}

/** Name under which the NFS driver is known to storage classes. */
export const NFS_DRIVER = "nfs.csi.k8s.io";

/**
 * Values of the csi-driver-nfs chart (SB-3). The storage classes are ours, the same for each driver; snapshots of a network
 * file system are copies of whole directories, and left to its server.
 */
export function csiDriverNfsValues({ mirror }: CsiDriverNfsOptions): ChartValues {
  return {
    fixed: {
      ...mirrored(mirror, (at) => ({
        image: { baseRepo: at("registry.k8s.io"), nfs: { repository: "/sig-storage/nfsplugin" } },
      })),
      driver: { name: NFS_DRIVER },
      // With it a pod of any level could mount the whole server by itself.
      feature: { enableInlineVolume: false },
      controller: { enableSnapshotter: false },
      externalSnapshotter: { enabled: false },
      storageClass: { create: false },
    },
    defaults: {},
  };
}
