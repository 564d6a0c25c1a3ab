import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Mirror } from "../charts/mirror";
import { certManagerValues } from "../charts/values/cert-manager";
import { ChartRelease } from "../helm/chart-release";
import { CustomResources } from "../helm/custom-resources";
import { PLATFORM } from "../platform-namespaces";
import { type IssuersOptions, issuerResources } from "./issuers";
import { PlatformNamespace } from "./platform-namespace";

/** What `Certificates` are made of. */
export interface CertificatesProps {
  readonly kubernetesMinor: string;
  /** Annotations of cert-manager's service account, by which it acts at the cloud. */
  readonly identity: { [key: string]: string };
  readonly issuers: IssuersOptions;
  readonly mirror: Mirror;
  /** What has to be there before the issuers: the namespace of the ingress controller, which keeps a certificate. */
  readonly after: ITerraformDependable[];
  /** Whether the cluster has cert-manager already, in the namespace of that name: issuers alone are added then. Default: false */
  readonly present?: boolean;
  /** Values of cert-manager's chart for what the testbed leaves open. Default: none */
  readonly free?: object | undefined;
}

/** Port of cert-manager's webhook, which the API asks about each of its objects. */
const WEBHOOK_PORT = 10250;

/** cert-manager and the issuers of the testbed: certificates that come and are renewed by themselves (INF-17, SB-7). */
export class Certificates extends Construct {
  constructor(scope: Construct, id: string, props: CertificatesProps) {
    super(scope, id);
    const { issuers, present = false } = props;
    const { namespace, release } = present
      ? { namespace: PLATFORM.certificates.namespace, release: [] }
      : this.certManager(props);
    new CustomResources(this, "issuers", {
      releaseName: "issuers",
      namespace,
      resources: issuerResources(issuers),
      after: [...release, ...props.after],
    });
  }

  private certManager({ kubernetesMinor, identity, mirror, free }: CertificatesProps) {
    const namespace = new PlatformNamespace(this, "namespace", {
      name: PLATFORM.certificates.namespace,
      podSecurity: "restricted",
      kubernetesMinor,
      openPorts: [WEBHOOK_PORT],
    });
    const { release } = new ChartRelease(this, "cert-manager", {
      chart: "certManager",
      releaseName: "cert-manager",
      namespace: namespace.reference,
      values: certManagerValues({ identity, mirror }),
      mirror,
      free,
    });
    return { namespace: namespace.reference, release: [release] };
  }
}
