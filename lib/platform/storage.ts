import { StorageClassV1 } from "@cdktf/provider-kubernetes/lib/storage-class-v1";
import { Construct } from "constructs";
import type { Mirror } from "../charts/mirror";
import { csiDriverNfsValues, NFS_DRIVER } from "../charts/values/csi-driver-nfs";
import { ChartRelease } from "../helm/chart-release";
import { CustomResources } from "../helm/custom-resources";
import { literal } from "../literal";
import { PLATFORM } from "../platform-namespaces";
import { DOCUMENTED_CLASSES, SNAPSHOT_CLASS, STORAGE_CLASSES } from "../storage-classes";
import { PlatformNamespace } from "./platform-namespace";

/** The driver of volumes for one node at a time, which the target has brought along. */
export interface VolumeDriver {
  /** Name that storage classes know it by. */
  readonly name: string;
  /** Parameters of its classes. */
  readonly parameters: { [key: string]: string };
  /** Whether it takes snapshots; their definitions and controller are then in the cluster. */
  readonly snapshots: boolean;
}

/** The NFS server of volumes that many nodes write to at a time (SB-3). */
export interface SharedServer {
  readonly address: string;
  /** Folder that it exports; each volume is a folder in it. */
  readonly share: string;
  readonly mountOptions: string[];
}

/** What `Storage` is made of. */
export interface StorageProps {
  readonly kubernetesMinor: string;
  readonly driver: VolumeDriver;
  readonly shared: SharedServer;
  readonly mirror: Mirror;
  /** Values of the NFS driver's chart for what the testbed leaves open. Default: none */
  readonly free?: object | undefined;
}

/** A folder for each volume, with a name that tells whose it was. */
const FOLDER = literal("${pvc.metadata.namespace}-${pvc.metadata.name}-${pv.metadata.name}");

/** The storage classes, the same on every target (INF-18, SB-3), and the driver of those that many nodes write to. */
export class Storage extends Construct {
  constructor(scope: Construct, id: string, props: StorageProps) {
    super(scope, id);
    const { driver, shared, mirror, free } = props;
    const namespace = new PlatformNamespace(this, "namespace", {
      name: PLATFORM.storage.namespace,
      podSecurity: "privileged",
      kubernetesMinor: props.kubernetesMinor,
      openPorts: [],
    });
    const nfs = new ChartRelease(this, "nfs", {
      chart: "csiDriverNfs",
      releaseName: "csi-driver-nfs",
      namespace: namespace.reference,
      values: csiDriverNfsValues({ mirror }),
      mirror,
      free,
    });
    const block = {
      storageProvisioner: driver.name,
      parameters: driver.parameters,
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
    };
    const network = (parameters: Record<string, string>) => ({
      storageProvisioner: NFS_DRIVER,
      parameters: { server: shared.address, share: shared.share, subDir: FOLDER, ...parameters },
      mountOptions: shared.mountOptions,
      volumeBindingMode: "Immediate",
      allowVolumeExpansion: true,
      dependsOn: [nfs.release],
    });
    const byDefault = { "storageclass.kubernetes.io/is-default-class": "true" };
    this.storageClass(STORAGE_CLASSES.standard, { ...block, reclaimPolicy: "Delete" }, byDefault);
    this.storageClass(DOCUMENTED_CLASSES.standard, { ...block, reclaimPolicy: "Delete" });
    this.storageClass(STORAGE_CLASSES.retain, { ...block, reclaimPolicy: "Retain" });
    this.storageClass(STORAGE_CLASSES.shared, { ...network({}), reclaimPolicy: "Retain" });
    this.storageClass(DOCUMENTED_CLASSES.shared, { ...network({ onDelete: "archive" }), reclaimPolicy: "Delete" });
    if (driver.snapshots) {
      new CustomResources(this, "snapshots", {
        releaseName: "snapshots",
        namespace: namespace.reference,
        resources: { class: snapshotClass(driver.name) },
      });
    }
  }

  private storageClass(
    name: string,
    config: Omit<ConstructorParameters<typeof StorageClassV1>[2], "metadata">,
    annotations: Record<string, string> = {},
  ): void {
    new StorageClassV1(this, name, { metadata: { name, annotations }, ...config });
  }
}

function snapshotClass(driver: string): object {
  return {
    apiVersion: "snapshot.storage.k8s.io/v1",
    kind: "VolumeSnapshotClass",
    metadata: { name: SNAPSHOT_CLASS, annotations: { "snapshot.storage.kubernetes.io/is-default-class": "true" } },
    driver,
    deletionPolicy: "Delete",
  };
}
