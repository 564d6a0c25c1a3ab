/**
 * Every version of a tool that the end-to-end suites install for themselves, into a cache outside the repository. Those of
 * a Kubernetes control plane stand in `control-plane/go.mod`, that of OpenStack's provider in `openstack/go.mod`.
 */
export const TOOLS = {
  /**
   * Python packages: an AWS that runs on this machine, a scanner of Terraform files, the AWS CLI (the newest beside that
   * scanner), and what cloud-init needs.
   */
  python: ["moto[server]==5.2.5", "checkov==3.3.30", "awscli==1.36.40", "configobj==5.0.9", "oauthlib==4.0.1"],
  /** Helm, as a Go package; used where no `helm` is on the path. */
  helm: { package: "helm.sh/helm/v3/cmd/helm", version: "v3.22.0" },
  /** Go modules with the definitions of custom resources, each the version that our charts and node groups have. */
  modules: {
    certManager: "github.com/cert-manager/cert-manager@v1.21.1",
    cilium: "github.com/cilium/cilium@v1.20.0",
    snapshots: "github.com/kubernetes-csi/external-snapshotter/client/v8@v8.6.0",
    traefik: "github.com/traefik/traefik/v3@v3.7.11",
  },
  /**
   * What stands in when we build Traefik, for a module that not every proxy serves in the version that it names: an older
   * one, for basic and digest authentication alone.
   */
  traefikReplaced: {
    "github.com/abbot/go-http-auth": "github.com/containous/go-http-auth@v0.4.1-0.20200324110947-a37a7636d23e",
  },
} as const;
