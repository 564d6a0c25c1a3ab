import { Fn, Token } from "cdktf";
import type { Construct } from "constructs";
import type { Description } from "../lib/config/checks/check";
import { platformFeatures } from "../lib/config/platform-features";
import { Autoscaling } from "../lib/platform/autoscaling";
import { Certificates } from "../lib/platform/certificates";
import { Ingress } from "../lib/platform/ingress";
import { Storage } from "../lib/platform/storage";
import { AUTOSCALER_TAGS, DEFAULT_KUBERNETES_MINOR } from "../lib/versions";
import { consume } from "./contract";
import type { StateStore } from "./state";
import type { TargetStacks } from "./target";
import { TestbedStack } from "./testbed-stack";

/** What the platform is made of. */
export interface PlatformStackProps extends Pick<Description, "testbed" | "place"> {
  readonly state: StateStore;
  readonly target: Pick<TargetStacks, "network" | "nodes" | "connect">;
}

/** `<name>-platform`: what every sandbox shares. The same on every target: nothing in it names a cloud. */
export class PlatformStack extends TestbedStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    const { testbed, place, target } = props;
    const features = platformFeatures(place);
    super(scope, "platform", { name: place.name, state: props.state });
    const network = consume(this, "network", target.network);
    const connection = target.connect(this);
    const nodes = consume(this, "nodes", target.nodes);
    connection.kubernetes(this);
    connection.helm(this);
    const { minor } = testbed.kubernetes;
    const { values } = testbed.platform;
    const common = { kubernetesMinor: minor, mirror: place.mirror };
    new Storage(this, "storage", {
      ...common,
      namespace: features.names.storage,
      clusterName: place.name,
      isDefault: features.defaultClass,
      standard:
        features.standard === "driver"
          ? {
              driver: nodes.volume_driver,
              parameters: { ...nodes.volume_parameters },
              chart: features.volumeDriver,
              snapshots: features.snapshots,
            }
          : undefined,
      shared: typeof features.shared === "object" ? features.shared : undefined,
      nfs:
        features.shared === "nfs" || features.standard === "nfs"
          ? {
              address: nodes.shared_volume_server,
              share: nodes.shared_volume_path,
              mountOptions: nodes.shared_volume_options,
              present: features.present.includes("csi-driver-nfs"),
            }
          : undefined,
      free: values["csi-driver-nfs"],
      freeOfDriver: values["openstack-cinder-csi"],
    });
    const ingress = new Ingress(this, "ingress", {
      ...common,
      namespace: features.names.ingress,
      entryNetworks: network.entry_networks,
      free: values.traefik,
    });
    new Certificates(this, "certificates", {
      ...common,
      identity: nodes.certificates_identity,
      issuers: {
        ingressNamespace: features.names.ingress,
        source: place.certificates,
        contact: place.contact,
        domain: place.domain,
        dnsSolver: features.dnsSolver ? Token.asAny(Fn.jsondecode(nodes.dns_solver)) : undefined,
      },
      after: [ingress.namespace],
      present: features.present.includes("cert-manager"),
      free: values["cert-manager"],
    });
    const metricsServer = !features.present.includes("metrics-server");
    if (!metricsServer && !features.autoscaler) return;
    new Autoscaling(this, "autoscaling", {
      ...common,
      namespace: features.names.autoscaling,
      metricsServer,
      nodes: features.autoscaler
        ? {
            provider: nodes.autoscaler_provider,
            clusterName: nodes.autoscaler_cluster,
            environment: nodes.autoscaler_environment,
            identity: nodes.autoscaler_identity,
            imageTag: AUTOSCALER_TAGS[minor] ?? AUTOSCALER_TAGS[DEFAULT_KUBERNETES_MINOR] ?? "",
          }
        : undefined,
      free: { clusterAutoscaler: values["cluster-autoscaler"], metricsServer: values["metrics-server"] },
    });
  }
}
