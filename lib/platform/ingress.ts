import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Mirror } from "../charts/mirror";
import { traefikValues } from "../charts/values/traefik";
import { ChartRelease } from "../helm/chart-release";
import { OWN_NAMES } from "../platform-namespaces";
import { PlatformNamespace } from "./platform-namespace";

/** What an `Ingress` is made of. */
export interface IngressProps {
  /** Default: `ingress-nginx` (INF-15) */
  readonly namespace?: string | undefined;
  readonly kubernetesMinor: string;
  /** IPv4 networks of the load balancer and the bastion: they alone are believed when they say who the client is. */
  readonly entryNetworks: string[];
  readonly mirror: Mirror;
  /** Values of Traefik's chart for what the testbed leaves open. Default: none */
  readonly free?: object | undefined;
}

/** Ports of Traefik's pods for HTTP and HTTPS, as its chart has them. */
const POD_PORTS = [8000, 8443];

/** The ingress controller, Traefik, on the same node ports of every target (INF-16, INF-20, SB-4). */
export class Ingress extends Construct {
  /** Its namespace, for what has to come after. */
  readonly namespace: ITerraformDependable;

  constructor(scope: Construct, id: string, props: IngressProps) {
    super(scope, id);
    const { namespace: name = OWN_NAMES.ingress, kubernetesMinor, entryNetworks, mirror, free } = props;
    const namespace = new PlatformNamespace(this, "namespace", {
      name,
      podSecurity: "restricted",
      kubernetesMinor,
      openPorts: POD_PORTS,
    });
    new ChartRelease(this, "traefik", {
      chart: "traefik",
      releaseName: "traefik",
      namespace: namespace.reference,
      values: traefikValues({ namespace: name, entryNetworks, mirror }),
      mirror,
      free,
    });
    this.namespace = namespace.resource;
  }
}
