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
  /** Values of cert-manager's chart for what the testbed leaves open. Default: none */
  readonly free?: object | undefined;
}

/** Port of cert-manager's webhook, which the API asks about each of its objects. */
const WEBHOOK_PORT = 10250;

/** cert-manager and the issuers of the testbed: certificates that come and are renewed by themselves (INF-17, SB-7). */
export class Certificates extends Construct {
  constructor(scope: Construct, id: string, props: CertificatesProps) {
    super(scope, id);
    const { identity, issuers, mirror, free } = props;
    const namespace = new PlatformNamespace(this, "namespace", {
      name: PLATFORM.certificates.namespace,
      podSecurity: "restricted",
      kubernetesMinor: props.kubernetesMinor,
      openPorts: [WEBHOOK_PORT],
    });
    const certManager = new ChartRelease(this, "cert-manager", {
      chart: "certManager",
      releaseName: "cert-manager",
      namespace: namespace.reference,
      values: certManagerValues({ identity, mirror }),
      mirror,
      free,
    });
    new CustomResources(this, "issuers", {
      releaseName: "issuers",
      namespace: namespace.reference,
      resources: issuerResources(issuers),
      after: [certManager.release, ...props.after],
    });
  }
}
