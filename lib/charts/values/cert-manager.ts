import { PLATFORM } from "../../platform-namespaces";
import { type Mirror, mirrored } from "../mirror";
import { PLATFORM_REQUESTS, resources } from "../requests";
import type { ChartValues } from "./chart-values";

/** What cert-manager has to know. */
export interface CertManagerOptions {
  /** Annotations of its service account, by which it acts at the cloud. */
  readonly identity: Readonly<Record<string, string>>;
  readonly mirror: Mirror;
}

/**
 * Values of the cert-manager chart (INF-17, SB-7). Its definitions stay when the release goes: with them every certificate of
 * the testbed would go.
 */
export function certManagerValues({ identity, mirror }: CertManagerOptions): ChartValues {
  const { namespace, serviceAccount } = PLATFORM.certificates;
  return {
    fixed: {
      ...mirrored(mirror, (at) => ({ imageRegistry: at("quay.io") })),
      crds: { enabled: true, keep: true },
      // What a host leaves behind would count in the quota of its sandbox, whose developers may not touch it.
      enableCertificateOwnerRef: true,
      global: { leaderElection: { namespace }, priorityClassName: "system-cluster-critical" },
      serviceAccount: { create: true, name: serviceAccount, annotations: identity },
      // A pod is given the identity when it is made: here a change of it makes a new one.
      podAnnotations: identity,
    },
    defaults: {
      resources: resources(PLATFORM_REQUESTS.certificates, "512Mi"),
      webhook: { resources: resources(PLATFORM_REQUESTS.certificatesWebhook, "128Mi") },
      cainjector: { resources: resources(PLATFORM_REQUESTS.certificatesInjector, "512Mi") },
      startupapicheck: { resources: resources({ cpu: "10m", memory: "48Mi" }, "128Mi") },
    },
  };
}
