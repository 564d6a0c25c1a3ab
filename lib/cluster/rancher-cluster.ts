import { Construct } from "constructs";
import type { Mirror } from "../charts/mirror";
import { rke2CiliumText } from "../cilium/rke2-values";
import { elementId } from "../element-id";
import { ClusterRoleTemplateBinding } from "../providers/rancher2/cluster-role-template-binding";
import { ClusterV2 } from "../providers/rancher2/cluster-v2";
import { RKE2_VERSIONS } from "../versions";
import { rke2SelectorText, rke2SettingsText } from "./rke2-settings";

/** What a `RancherCluster` is made of. */
export interface RancherClusterProps {
  /** Name of the testbed, which the cluster has in Rancher. */
  readonly name: string;
  /** Kubernetes minor; there must be an RKE2 of it. */
  readonly minor: string;
  /** Version of RKE2, of that minor. Default: the one that this library knows */
  readonly rke2Version?: string | undefined;
  readonly podNetwork: string;
  readonly serviceNetwork: string;
  /** Names and addresses at which the Kubernetes API is reached, beside Rancher. */
  readonly apiNames: readonly string[];
  /** Who owns the cluster, beside whoever deploys: principals of Rancher. Default: nobody */
  readonly admins?: readonly string[];
  /** Objects that are there from the start, as YAML, and that stand for a cloud controller of ours. Default: none */
  readonly cloudController?: string | undefined;
  /** How many nodes keep the state: Cilium has as many operators, two at most. */
  readonly controlPlanes: number;
  readonly mirror: Mirror;
  /** Whether Terraform refuses to destroy the cluster. Default: true */
  readonly deletionProtection?: boolean;
}

/** Snapshots of the cluster's state, on the nodes that keep it: so often, and so many. */
const SNAPSHOTS = { cron: "0 */6 * * *", kept: 28 };

/** The hosts are prepared for what RKE2 asks of them then (`hostPreparation`). */
const HARDENED = { hardened: true };

/** Levels of Pod Security for namespaces that say nothing of them, as Rancher brings them for hardened clusters. */
const POD_SECURITY = "rancher-restricted";

/**
 * Rancher forgets machines whose node is gone, five minutes after the cloud controller has seen that its server is. Without this the entry of a
 * lost server stays, and Rancher sends new ones to it (`delete-missing-custom-machines-after`, rancher/rancher, capr/unmanaged).
 */
const FORGET_LOST_MACHINES = { "rke.cattle.io/delete-missing-custom-machines-after": "5m" };

/**
 * How a node is emptied before an upgrade: a pod has ten minutes to end, as long as it may ask for in a sandbox; a pod that nothing would
 * start again goes too, or one of them would hold up the upgrade of all. Rancher's provider sends nothing negative: -1, at which each
 * pod has the time that it asks for itself, would arrive as 0, and kill them all at once.
 */
const DRAIN = { enabled: true, deleteEmptyDirData: true, force: true, gracePeriod: 600, timeout: 900 };

/**
 * A cluster that Rancher makes of machines which come to it: RKE2 with Cilium in place of kube-proxy (INF-46). It exists from now
 * on, and is ready when its machines have come. Rancher decides which machine begins: none can begin a cluster of its own.
 */
export class RancherCluster extends Construct {
  /** Name by which all but its own resource knows the cluster. */
  readonly clusterId: string;
  /** Command by which a machine joins, without the roles; it holds a secret. */
  readonly nodeCommand: string;
  readonly minor: string;

  /** @throws Error when there is no RKE2 of the Kubernetes minor */
  constructor(scope: Construct, id: string, props: RancherClusterProps) {
    super(scope, id);
    const { name, minor, cloudController } = props;
    const version = props.rke2Version ?? RKE2_VERSIONS[minor];
    if (version === undefined) {
      throw new Error(
        `There is no RKE2 of Kubernetes ${minor}. Choose one of ${Object.keys(RKE2_VERSIONS).join(", ")}.`,
      );
    }
    const cluster = new ClusterV2(this, "cluster", {
      name,
      kubernetesVersion: version,
      annotations: cloudController === undefined ? undefined : FORGET_LOST_MACHINES,
      defaultPodSecurityAdmissionConfigurationTemplateName: POD_SECURITY,
      rkeConfig: {
        machineGlobalConfig: rke2SettingsText({
          podNetwork: props.podNetwork,
          serviceNetwork: props.serviceNetwork,
          apiNames: props.apiNames,
          cloudController: cloudController === undefined ? "built in" : "manifest",
          ...HARDENED,
          mirror: props.mirror,
        }),
        machineSelectorConfig: [{ config: rke2SelectorText(HARDENED) }],
        chartValues: rke2CiliumText({ name, operatorReplicas: Math.min(2, props.controlPlanes), mirror: props.mirror }),
        additionalManifest: cloudController,
        etcd: { disableSnapshots: false, snapshotScheduleCron: SNAPSHOTS.cron, snapshotRetention: SNAPSHOTS.kept },
        upgradeStrategy: {
          controlPlaneConcurrency: "1",
          workerConcurrency: "1",
          workerDrainOptions: DRAIN,
        },
      },
      lifecycle: { preventDestroy: props.deletionProtection ?? true },
    });
    this.clusterId = cluster.clusterV1Id;
    this.nodeCommand = cluster.clusterRegistrationToken.get(0).nodeCommand;
    this.minor = minor;
    for (const principal of props.admins ?? []) this.owner(principal);
  }

  private owner(principal: string): void {
    const id = elementId(principal);
    const who = principal.includes("_group://") ? { groupPrincipalId: principal } : { userPrincipalId: principal };
    new ClusterRoleTemplateBinding(this, `owner-${id}`, {
      name: id
        .toLowerCase()
        .replaceAll("_", "-")
        .slice(-63)
        .replace(/^[^a-z]+/, ""),
      clusterId: this.clusterId,
      roleTemplateId: "cluster-owner",
      ...who,
    });
  }
}
