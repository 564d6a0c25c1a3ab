import { type IResolvable, type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { ClusterV2ClusterRegistrationTokenList } from "./cluster-v2-cluster-registration-token";
import { RANCHER2 } from "./metadata";

/** Arguments of a cluster. */
export interface ClusterV2Config extends TerraformMetaArguments {
  readonly name: string;
  /** Such as `v1.34.2+rke2r1`. */
  readonly kubernetesVersion: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** The template of the pod security levels. The default is that of Kubernetes: no level. */
  readonly defaultPodSecurityAdmissionConfigurationTemplateName?: string;
  readonly rkeConfig?: ClusterV2RkeConfig;
}

/** What the machines of a cluster run. */
export interface ClusterV2RkeConfig {
  /** Kubernetes objects that the control plane applies, as YAML. */
  readonly additionalManifest?: string;
  /** Values of the charts of the distribution, by chart, as YAML. */
  readonly chartValues?: string;
  /** Settings of every machine, as YAML. */
  readonly machineGlobalConfig?: string;
  readonly machineSelectorConfig?: readonly ClusterV2RkeConfigMachineSelectorConfig[];
  readonly upgradeStrategy?: ClusterV2RkeConfigUpgradeStrategy;
  readonly etcd?: ClusterV2RkeConfigEtcd;
}

/** Settings of machines. */
export interface ClusterV2RkeConfigMachineSelectorConfig {
  /** As YAML. */
  readonly config?: string;
}

/** How an upgrade goes from machine to machine. */
export interface ClusterV2RkeConfigUpgradeStrategy {
  /** How many at once: a number or a percentage. The default is 1. */
  readonly controlPlaneConcurrency?: string;
  /** How many at once: a number or a percentage. The default is 1. */
  readonly workerConcurrency?: string;
  readonly workerDrainOptions?: ClusterV2RkeConfigUpgradeStrategyWorkerDrainOptions;
}

/** How a machine is emptied before an upgrade. */
export interface ClusterV2RkeConfigUpgradeStrategyWorkerDrainOptions {
  /** The default is yes. */
  readonly enabled?: boolean | IResolvable;
  /** Whether pods that keep data in an `emptyDir` go too. The default is no. */
  readonly deleteEmptyDirData?: boolean | IResolvable;
  /** Whether pods are deleted instead of evicted, past all disruption budgets. The default is no. */
  readonly disableEviction?: boolean | IResolvable;
  /** Whether pods that nothing would start again go too. The default is no. */
  readonly force?: boolean | IResolvable;
  /** Seconds that a pod has to end; -1 for its own time. The default is 0: it is killed at once. */
  readonly gracePeriod?: number;
  /** Whether pods of daemon sets stay, instead of stopping the drain. The default is yes. */
  readonly ignoreDaemonSets?: boolean | IResolvable;
  /** Pods that have been ending for longer than these seconds are not waited for. The default is to wait for all. */
  readonly skipWaitForDeleteTimeoutSeconds?: number;
  /** Seconds until the drain is given up. The default is 600. */
  readonly timeout?: number;
}

/** The snapshots of etcd. */
export interface ClusterV2RkeConfigEtcd {
  /** The default is no. */
  readonly disableSnapshots?: boolean | IResolvable;
  readonly snapshotScheduleCron?: string;
  /** How many are kept. */
  readonly snapshotRetention?: number;
}

/** A cluster that Rancher installs and keeps: RKE2 or K3s, by its version. */
export class ClusterV2 extends TerraformResource {
  static readonly tfResourceType = "rancher2_cluster_v2";

  constructor(
    scope: Construct,
    id: string,
    private readonly config: ClusterV2Config,
  ) {
    super(scope, id, { ...config, ...RANCHER2, terraformResourceType: ClusterV2.tfResourceType });
  }

  /** What a machine needs to join the cluster. It stands in the state. */
  get clusterRegistrationToken() {
    return new ClusterV2ClusterRegistrationTokenList(this, "cluster_registration_token", false);
  }

  get id() {
    return this.getStringAttribute("id");
  }

  /** The name by which the rest of Rancher knows the cluster, such as `c-m-abcdefgh`. */
  get clusterV1Id() {
    return this.getStringAttribute("cluster_v1_id");
  }

  protected override synthesizeAttributes() {
    return {
      name: this.config.name,
      kubernetes_version: this.config.kubernetesVersion,
      annotations: this.config.annotations,
      labels: this.config.labels,
      default_pod_security_admission_configuration_template_name:
        this.config.defaultPodSecurityAdmissionConfigurationTemplateName,
      rke_config: this.config.rkeConfig && writeRkeConfig(this.config.rkeConfig),
    };
  }
}

function writeRkeConfig(block: ClusterV2RkeConfig) {
  return {
    additional_manifest: block.additionalManifest,
    chart_values: block.chartValues,
    machine_global_config: block.machineGlobalConfig,
    machine_selector_config: block.machineSelectorConfig?.map(writeMachineSelectorConfig),
    upgrade_strategy: block.upgradeStrategy && writeUpgradeStrategy(block.upgradeStrategy),
    etcd: block.etcd && writeEtcd(block.etcd),
  };
}

function writeMachineSelectorConfig(block: ClusterV2RkeConfigMachineSelectorConfig) {
  return { config: block.config };
}

function writeUpgradeStrategy(block: ClusterV2RkeConfigUpgradeStrategy) {
  return {
    control_plane_concurrency: block.controlPlaneConcurrency,
    worker_concurrency: block.workerConcurrency,
    worker_drain_options: block.workerDrainOptions && writeWorkerDrainOptions(block.workerDrainOptions),
  };
}

function writeWorkerDrainOptions(block: ClusterV2RkeConfigUpgradeStrategyWorkerDrainOptions) {
  return {
    enabled: block.enabled,
    delete_empty_dir_data: block.deleteEmptyDirData,
    disable_eviction: block.disableEviction,
    force: block.force,
    grace_period: block.gracePeriod,
    ignore_daemon_sets: block.ignoreDaemonSets,
    skip_wait_for_delete_timeout_seconds: block.skipWaitForDeleteTimeoutSeconds,
    timeout: block.timeout,
  };
}

function writeEtcd(block: ClusterV2RkeConfigEtcd) {
  return {
    disable_snapshots: block.disableSnapshots,
    snapshot_schedule_cron: block.snapshotScheduleCron,
    snapshot_retention: block.snapshotRetention,
  };
}
