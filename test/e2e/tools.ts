/**
 * Every version of a tool that the end-to-end suites install for themselves, into a cache outside the repository. Those of
 * a Kubernetes control plane stand in `control-plane/go.mod`.
 */
export const TOOLS = {
  /**
   * Python packages: an AWS that runs on this machine, a scanner of Terraform files, the AWS CLI (the newest beside that
   * scanner), and what cloud-init needs.
   */
  python: ["moto[server]==5.2.5", "checkov==3.3.30", "awscli==1.36.40", "configobj==5.0.9", "oauthlib==4.0.1"],
  /** Helm, as a Go package; used where no `helm` is on the path. */
  helm: { package: "helm.sh/helm/v3/cmd/helm", version: "v3.22.0" },
} as const;
