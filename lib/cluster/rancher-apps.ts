import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { stringify } from "yaml";
import { AppV2 } from "../providers/rancher2/app-v2";
import { CatalogV2 } from "../providers/rancher2/catalog-v2";

/** What `RancherApps` are made of. */
export interface RancherAppsProps {
  readonly clusterId: string;
  /** What has to be there before: the cluster, with its nodes. */
  readonly ready: ITerraformDependable;
  /** Chart repositories that the catalogue offers, by name. */
  readonly catalogues: Readonly<Record<string, string>>;
  /** Whether Rancher's monitoring is installed. */
  readonly monitoring: boolean;
}

/** Repository of the charts that Rancher itself brings into every cluster. */
const OWN_REPOSITORY = "rancher-charts";

/** Namespace in which Rancher looks for its monitoring. */
const MONITORING = "cattle-monitoring-system";

/**
 * The parts of RKE2 that the chart looks at only when it is told to, as Rancher's own pages do by the kind of a cluster. There is
 * no kube-proxy and no ingress controller of RKE2's here.
 */
const CONTROL_PLANE = {
  rke2ControllerManager: { enabled: true },
  rke2Etcd: { enabled: true },
  rke2Scheduler: { enabled: true },
};

/** What Rancher adds to a cluster (INF-46): the application catalogue, and the monitoring that it shows over all its clusters. */
export class RancherApps extends Construct {
  constructor(scope: Construct, id: string, props: RancherAppsProps) {
    super(scope, id);
    const { clusterId, ready } = props;
    for (const [name, url] of Object.entries(props.catalogues)) {
      new CatalogV2(this, `catalogue-${name}`, { clusterId, name, url, dependsOn: [ready] });
    }
    if (!props.monitoring) return;
    const app = (name: string, dependsOn: ITerraformDependable[], values?: string) =>
      new AppV2(this, name, {
        clusterId,
        name,
        namespace: MONITORING,
        repoName: OWN_REPOSITORY,
        chartName: name,
        values,
        dependsOn,
      });
    const definitions = app("rancher-monitoring-crd", [ready]);
    app("rancher-monitoring", [definitions], stringify(CONTROL_PLANE));
  }
}
