import { INGRESS, middlewareName } from "../../ingress";
import { OWN_NAMES } from "../../platform-namespaces";
import { type Mirror, mirrored } from "../mirror";
import { PLATFORM_REQUESTS, resources } from "../requests";
import type { ChartValues } from "./chart-values";

/** What the ingress controller has to know. */
export interface TraefikOptions {
  /** Namespace that it runs in. Default: `ingress-nginx` (INF-15) */
  readonly namespace?: string | undefined;
  /** IPv4 networks of the load balancer and the bastion: they alone are believed when they say who the client is. */
  readonly entryNetworks: readonly string[];
  readonly mirror: Mirror;
}

/** Headers on every answer (INF-20). Browsers keep to HTTPS for a year; pages of one host may be framed by that host alone. */
const SECURITY_HEADERS = {
  stsSeconds: 31_536_000,
  contentTypeNosniff: true,
  customFrameOptionsValue: "SAMEORIGIN",
  referrerPolicy: "strict-origin-when-cross-origin",
  customResponseHeaders: { Server: "", "X-Powered-By": "" },
};

/** How long a pod that ends goes on taking requests, and then waits for those that it has, in seconds. */
const GRACE = { accept: 15, finish: 30 };

/** How long a request may take to arrive, body and all: Traefik's own 60 s would cut uploads. */
const LONGEST_REQUEST = "600s";

/**
 * Values of the Traefik chart: the ingress controller on the node ports of every target (INF-16, SB-2), one pod on each node
 * that takes pods of everybody. A node answers with its own pod alone (`externalTrafficPolicy: Local`): so the pod sees the
 * load balancer's address, not that of another node, and can tell who may speak for a client.
 */
export function traefikValues({ namespace = OWN_NAMES.ingress, entryNetworks, mirror }: TraefikOptions): ChartValues {
  const entry = {
    proxyProtocol: { insecure: false, trustedIPs: entryNetworks },
    // Nobody stands before the load balancer and the bastion who could say more of a client.
    forwardedHeaders: { insecure: false, trustedIPs: [] },
    transport: { lifeCycle: { requestAcceptGraceTimeout: GRACE.accept, graceTimeOut: GRACE.finish } },
  };
  const headers = "security-headers";
  return {
    fixed: {
      ...mirrored(mirror, (at) => ({ image: { registry: at("docker.io"), repository: "library/traefik" } })),
      deployment: { kind: "DaemonSet" },
      // On each node the new pod is there before the old one goes: with a single one there would be nobody in between.
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      // It says that it is ready before it has read all hosts, and would answer 404 for those.
      readinessProbe: { initialDelaySeconds: 10 },
      service: { spec: { type: "NodePort", externalTrafficPolicy: "Local" } },
      ports: {
        web: {
          ...entry,
          nodePort: INGRESS.nodePorts.http,
          http: { redirections: { entryPoint: { to: "websecure", scheme: "https", permanent: true } } },
        },
        websecure: {
          ...entry,
          // Without it every ingress is served on all entry points, that of the metrics among them.
          asDefault: true,
          exposedPort: 443,
          nodePort: INGRESS.nodePorts.https,
          http: { middlewares: [middlewareName(namespace, headers)] },
        },
      },
      ingressClass: { enabled: true, isDefaultClass: false, name: INGRESS.className },
      providers: {
        kubernetesIngress: {
          ingressClass: INGRESS.className,
          allowExternalNameServices: false,
          publishedService: { enabled: false },
        },
        kubernetesCRD: {
          // Routes of others are not served at the way in of the testbed; middlewares have no class.
          ingressClass: INGRESS.className,
          allowCrossNamespace: false,
          allowExternalNameServices: false,
          safeNaming: true,
          // What is called `default` elsewhere takes nothing away from what all hosts rest on.
          defaultTLSResourcesNamespace: namespace,
        },
      },
      core: { strictTLSOptions: true },
      tlsStore: { default: { defaultCertificate: { secretName: INGRESS.defaultCertificate } } },
      tlsOptions: { default: { minVersion: "VersionTLS12" } },
      api: { dashboard: false, insecure: false },
      ingressRoute: { dashboard: { enabled: false } },
      global: { checkNewVersion: false, sendAnonymousUsage: false },
      extraObjects: [
        {
          apiVersion: "traefik.io/v1alpha1",
          kind: "Middleware",
          metadata: { name: headers, namespace: namespace },
          spec: { headers: SECURITY_HEADERS },
        },
      ],
      priorityClassName: "system-cluster-critical",
    },
    defaults: {
      accessLog: {
        enabled: true,
        format: "json",
        fields: { queryParameters: { defaultMode: "drop" }, headers: { defaultMode: "drop" } },
      },
      ports: { websecure: { transport: { respondingTimeouts: { readTimeout: LONGEST_REQUEST } } } },
      deployment: {
        // What hosts with bounded bodies hold back. In memory the bound is hard: one request fails, where a disk that is
        // full would take the pod, and with it all hosts of its node. The rest of the memory is for the process.
        tmpVolume: { emptyDir: { medium: "Memory", sizeLimit: "256Mi" } },
        goMemLimitPercentage: 0.6,
      },
      resources: resources(PLATFORM_REQUESTS.ingress, "768Mi"),
    },
  };
}
