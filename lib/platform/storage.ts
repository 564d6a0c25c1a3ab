import { StorageClassV1 } from "@cdktf/provider-kubernetes/lib/storage-class-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Mirror } from "../charts/mirror";
import { cinderCsiValues } from "../charts/values/cinder-csi";
import { csiDriverNfsValues, NFS_DRIVER } from "../charts/values/csi-driver-nfs";
import { CLOUD_CONFIG } from "../cloud-config";
import { ChartRelease } from "../helm/chart-release";
import { CustomResources } from "../helm/custom-resources";
import { literal } from "../literal";
import { OWN_NAMES } from "../platform-namespaces";
import { DOCUMENTED_CLASSES, SNAPSHOT_CLASS, STORAGE_CLASSES } from "../storage-classes";
import { PlatformNamespace } from "./platform-namespace";

/** A driver of volumes. */
export interface VolumeDriver {
  /** Name that storage classes know it by. */
  readonly driver: string;
  /** Parameters of its classes. */
  readonly parameters: { [key: string]: string };
}

/** The driver of volumes for one node at a time. */
export interface StandardDriver extends VolumeDriver {
  /** Chart that brings it. Default: the cluster has it */
  readonly chart?: "cinderCsi" | undefined;
  /** Whether it takes snapshots; their definitions and controller are then in the cluster. */
  readonly snapshots: boolean;
}

/** An NFS server (SB-3). */
export interface NfsServer {
  readonly address: string;
  /** Folder that it exports; each volume is a folder in it. */
  readonly share: string;
  readonly mountOptions: string[];
  /** Whether the cluster has the driver already. Default: false, it is installed */
  readonly present?: boolean;
}

/** What `Storage` is made of. */
export interface StorageProps {
  /** Namespace of the drivers. Default: `storage` */
  readonly namespace?: string | undefined;
  readonly kubernetesMinor: string;
  /** Name of the cluster, which volumes are marked with. */
  readonly clusterName: string;
  /** Whether claims that name no class are given `testbed-standard`. Default: true */
  readonly isDefault?: boolean;
  /** What volumes for one node are made of. Default: folders of the NFS server */
  readonly standard?: StandardDriver | undefined;
  /** What volumes for many nodes are made of. Default: folders of the NFS server */
  readonly shared?: VolumeDriver | undefined;
  /** The NFS server. Default: none; without a driver for many nodes, there are then no classes for them */
  readonly nfs?: NfsServer | undefined;
  readonly mirror: Mirror;
  /** Values for what the testbed leaves open, of the chart of the driver of volumes for one node. Default: none */
  readonly freeOfDriver?: object | undefined;
  /** Values of the NFS driver's chart for what the testbed leaves open. Default: none */
  readonly free?: object | undefined;
}

/** A folder for each volume, with a name that tells whose it was. */
const FOLDER = literal("${pvc.metadata.namespace}-${pvc.metadata.name}-${pv.metadata.name}");

/** The storage classes, the same on every target (INF-18, SB-3), and the driver of those that many nodes write to. */
export class Storage extends Construct {
  constructor(scope: Construct, id: string, props: StorageProps) {
    super(scope, id);
    const { standard, shared, nfs } = props;
    const namespace = new PlatformNamespace(this, "namespace", {
      name: props.namespace ?? OWN_NAMES.storage,
      podSecurity: "privileged",
      kubernetesMinor: props.kubernetesMinor,
      openPorts: [],
    });
    const folders = nfs && this.folders(props, nfs, namespace.reference);
    const driver = standard ? this.driver(props, standard.chart) : [];
    const block = standard && { ...this.volumes(standard), dependsOn: driver };
    const one = block ?? folders?.({});
    const many = shared ? this.volumes(shared) : folders?.({});
    if (!one) throw new Error("The storage classes have neither a driver nor an NFS server. Name one of them.");
    const byDefault: Record<string, string> =
      props.isDefault === false ? {} : { "storageclass.kubernetes.io/is-default-class": "true" };
    this.storageClass(STORAGE_CLASSES.standard, { ...one, reclaimPolicy: "Delete" }, byDefault);
    this.storageClass(DOCUMENTED_CLASSES.standard, { ...one, reclaimPolicy: "Delete" });
    this.storageClass(STORAGE_CLASSES.retain, { ...one, reclaimPolicy: "Retain" });
    if (many) {
      const archive = shared ? this.volumes(shared) : folders?.({ onDelete: "archive" });
      this.storageClass(STORAGE_CLASSES.shared, { ...many, reclaimPolicy: "Retain" });
      this.storageClass(DOCUMENTED_CLASSES.shared, { ...(archive ?? many), reclaimPolicy: "Delete" });
    }
    if (standard?.snapshots) {
      new CustomResources(this, "snapshots", {
        releaseName: "snapshots",
        namespace: namespace.reference,
        resources: { class: snapshotClass(standard.driver) },
        // A driver that a chart brings is ready when the definitions of snapshots are there.
        after: driver,
      });
    }
  }

  /** What classes say of volumes that a driver makes: where the pod runs that waits for one. */
  private volumes({ driver, parameters }: VolumeDriver) {
    return {
      storageProvisioner: driver,
      parameters,
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
    };
  }

  /** Installs the driver of volumes for one node, where a chart brings it. */
  private driver(
    { clusterName, mirror, freeOfDriver }: StorageProps,
    chart: StandardDriver["chart"],
  ): ITerraformDependable[] {
    if (chart === undefined) return [];
    const values = cinderCsiValues({ clusterName, mirror });
    // The chart looks for its credential in its own namespace, where the cluster has it from the start.
    const { release } = new ChartRelease(this, "cinder", {
      chart,
      releaseName: "cinder-csi",
      namespace: CLOUD_CONFIG.namespace,
      values,
      mirror,
      free: freeOfDriver,
    });
    return [release];
  }

  /** Installs the driver of NFS where it is not there, and answers what classes say of its volumes. */
  private folders({ mirror, free }: StorageProps, nfs: NfsServer, namespace: string) {
    const driver = nfs.present
      ? []
      : [
          new ChartRelease(this, "nfs", {
            chart: "csiDriverNfs",
            releaseName: "csi-driver-nfs",
            namespace,
            values: csiDriverNfsValues({ mirror }),
            mirror,
            free,
          }).release,
        ];
    return (parameters: Record<string, string>) => ({
      storageProvisioner: NFS_DRIVER,
      parameters: { server: nfs.address, share: nfs.share, subDir: FOLDER, ...parameters },
      mountOptions: nfs.mountOptions,
      volumeBindingMode: "Immediate",
      allowVolumeExpansion: true,
      dependsOn: driver,
    });
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
