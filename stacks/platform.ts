import { Fn, Token } from "cdktf";
import type { Construct } from "constructs";
import type { Description } from "../lib/config/checks/check";
import { Autoscaling } from "../lib/platform/autoscaling";
import { Certificates } from "../lib/platform/certificates";
import { Ingress } from "../lib/platform/ingress";
import { Storage } from "../lib/platform/storage";
import { AUTOSCALER_TAGS, DEFAULT_KUBERNETES_MINOR } from "../lib/versions";
import { connectionOf } from "./connection";
import { consume } from "./contract";
import type { StateStore } from "./state";
import { TestbedStack } from "./testbed-stack";

/** What differs from target to target in which parts a platform has; everything else arrives by the contracts. */
export interface PlatformFeatures {
  /** Whether node groups can grow by themselves. */
  readonly autoscaler: boolean;
  /** Whether the driver of volumes takes snapshots. */
  readonly snapshots: boolean;
  /** Whether cert-manager can show by DNS that it holds the domain. */
  readonly dnsSolver: boolean;
}

/** What the platform is made of. */
export interface PlatformStackProps extends Pick<Description, "testbed" | "place"> {
  readonly state: StateStore;
  readonly features: PlatformFeatures;
  readonly networkStack: TestbedStack;
  readonly clusterStack: TestbedStack;
  readonly nodesStack: TestbedStack;
}

/** `<name>-platform`: what every sandbox shares. The same on every target: nothing in it names a cloud. */
export class PlatformStack extends TestbedStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    const { testbed, place, features } = props;
    super(scope, "platform", { name: place.name, state: props.state });
    const network = consume(this, "network", props.networkStack);
    const cluster = consume(this, "cluster", props.clusterStack);
    const nodes = consume(this, "nodes", props.nodesStack);
    const connection = connectionOf(cluster, place.providers);
    connection.kubernetes(this);
    connection.helm(this);
    const { minor } = testbed.kubernetes;
    const { values } = testbed.platform;
    const common = { kubernetesMinor: minor, mirror: place.mirror };
    new Storage(this, "storage", {
      ...common,
      driver: { name: nodes.volume_driver, parameters: { ...nodes.volume_parameters }, snapshots: features.snapshots },
      shared: {
        address: nodes.shared_volume_server,
        share: nodes.shared_volume_path,
        mountOptions: nodes.shared_volume_options,
      },
      free: values["csi-driver-nfs"],
    });
    const ingress = new Ingress(this, "ingress", {
      ...common,
      entryNetworks: network.entry_networks,
      free: values.traefik,
    });
    new Certificates(this, "certificates", {
      ...common,
      identity: nodes.certificates_identity,
      issuers: {
        source: place.certificates,
        contact: place.contact,
        domain: place.domain,
        dnsSolver: features.dnsSolver ? Token.asAny(Fn.jsondecode(nodes.dns_solver)) : undefined,
      },
      after: [ingress.namespace],
      free: values["cert-manager"],
    });
    new Autoscaling(this, "autoscaling", {
      ...common,
      nodes: features.autoscaler
        ? {
            provider: nodes.autoscaler_provider,
            clusterName: cluster.cluster_name,
            environment: nodes.autoscaler_environment,
            identity: nodes.autoscaler_identity,
            imageTag: AUTOSCALER_TAGS[minor] ?? AUTOSCALER_TAGS[DEFAULT_KUBERNETES_MINOR] ?? "",
          }
        : undefined,
      free: { clusterAutoscaler: values["cluster-autoscaler"], metricsServer: values["metrics-server"] },
    });
  }
}
