/**
 * Every version that this project chooses for others: Terraform and its providers, Helm charts, Kubernetes minors.
 * Nothing else in the repository names one.
 */

/** Terraform or OpenTofu: 1.11 brought write-only arguments and the native lock file of the S3 backend. */
export const TERRAFORM_VERSION = ">= 1.11.0";

/**
 * Provider ranges. The lower bounds are what the tests run with; the upper bounds are the next major versions.
 * The bindings ask for exact versions of their own (`@cdktf/provider-aws` 21 for 6.25.0), which we widen.
 */
export const PROVIDER_VERSIONS = {
  aws: ">= 5.100.0, < 7.0.0",
  helm: ">= 3.1.1, < 4.0.0",
  kubernetes: ">= 2.38.0, < 4.0.0",
  openstack: ">= 3.0.0, < 4.0.0",
  rancher2: ">= 13.0.0, < 15.0.0",
} as const;

/** A chart, where it comes from and its exact version. */
export interface ChartVersion {
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
}

/** The Helm charts that we install. */
export const CHARTS = {
  certManager: { repository: "https://charts.jetstack.io", chart: "cert-manager", version: "v1.21.1" },
  cilium: { repository: "https://helm.cilium.io", chart: "cilium", version: "1.20.0" },
  cinderCsi: {
    repository: "https://kubernetes.github.io/cloud-provider-openstack",
    chart: "openstack-cinder-csi",
    version: "2.36.0",
  },
  cloudController: {
    repository: "https://kubernetes.github.io/cloud-provider-openstack",
    chart: "openstack-cloud-controller-manager",
    version: "2.36.0",
  },
  clusterAutoscaler: {
    repository: "https://kubernetes.github.io/autoscaler",
    chart: "cluster-autoscaler",
    version: "9.59.0",
  },
  csiDriverNfs: {
    repository: "https://raw.githubusercontent.com/kubernetes-csi/csi-driver-nfs/master/charts",
    chart: "csi-driver-nfs",
    version: "4.13.4",
  },
  jenkins: { repository: "https://charts.jenkins.io", chart: "jenkins", version: "5.9.53" },
  metricsServer: {
    repository: "https://kubernetes-sigs.github.io/metrics-server",
    chart: "metrics-server",
    version: "3.13.1",
  },
  nexus3: { repository: "https://stevehipwell.github.io/helm-charts", chart: "nexus3", version: "5.25.1" },
  traefik: { repository: "https://traefik.github.io/charts", chart: "traefik", version: "41.3.0" },
} as const satisfies Record<string, ChartVersion>;

/** The name of a chart that we install. */
export type ChartName = keyof typeof CHARTS;

/** Images of our own small steps, by tag: the smallest that hold what the step needs. */
export const IMAGES = {
  /** A shell and `nc`, to wait for a port. */
  wait: "docker.io/library/busybox:1.37.0",
  /** `curl` with resumption and signed requests, a shell and `sha256sum`, to load a dataset. */
  load: "docker.io/curlimages/curl:8.17.0",
  /** OpenLDAP as Debian has it, of which the directory uses the programs alone. */
  directory: "docker.io/vegardit/openldap:2.6.10",
  /** Nexus as the chart has it, of the kind that has a shell. */
  nexus: "docker.io/sonatype/nexus3:3.95.1-ubi",
  /** Jenkins' agent, with Java and `git`. */
  agent: "docker.io/jenkins/inbound-agent:3385.vf1123fb_515da_-1",
  /** Builds images without privileges. */
  buildah: "quay.io/buildah/stable:v1.43.1",
  /** Synthesizes descriptions. */
  node: "docker.io/library/node:24.15.0-bookworm-slim",
  /** Applies apps. */
  terraform: "docker.io/hashicorp/terraform:1.11.4",
  /** A shell, `kubectl`, `curl` and `jq`, for the jobs of the devops tools. */
  tools: "docker.io/alpine/k8s:1.31.2",
} as const;

/** Tags of the autoscaler's image by Kubernetes minor: it knows the scheduler of its own minor. */
export const AUTOSCALER_TAGS: Readonly<Record<string, string>> = { "1.34": "v1.34.3", "1.35": "v1.35.0" };

/** Tags of OpenStack's cloud controller by Kubernetes minor: it must not be newer than the API server (Kubernetes, "Version Skew Policy"). */
export const CLOUD_CONTROLLER_TAGS: Readonly<Record<string, string>> = { "1.34": "v1.34.1", "1.35": "v1.35.0" };

/** RKE2 by Kubernetes minor, as Rancher knows it: the newest releases of their lines (tags of rancher/rke2, August 2026). */
export const RKE2_VERSIONS: Readonly<Record<string, string>> = { "1.34": "v1.34.10+rke2r1", "1.35": "v1.35.7+rke2r1" };

/** Kubernetes minors that a testbed may ask for by name, oldest first. */
export const KUBERNETES_MINORS = ["1.34", "1.35"] as const;

/** The Kubernetes minor of a testbed that names none. */
export const DEFAULT_KUBERNETES_MINOR = "1.35";
