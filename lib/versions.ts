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
} as const;

/** A chart, where it comes from and its exact version. */
export interface ChartVersion {
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
}

/** The Helm charts that we install. */
export const CHARTS = {
  cilium: { repository: "https://helm.cilium.io", chart: "cilium", version: "1.20.0" },
} as const satisfies Record<string, ChartVersion>;

/** Images of our own small steps, by tag: the smallest that hold what the step needs. */
export const IMAGES = {
  /** A shell and `nc`, to wait for a port. */
  wait: "docker.io/library/busybox:1.37.0",
  /** `curl` with resumption and signed requests, a shell and `sha256sum`, to load a dataset. */
  load: "docker.io/curlimages/curl:8.17.0",
} as const;

/** Kubernetes minors that a testbed may ask for by name, oldest first. */
export const KUBERNETES_MINORS = ["1.34", "1.35"] as const;

/** The Kubernetes minor of a testbed that names none. */
export const DEFAULT_KUBERNETES_MINOR = "1.35";
