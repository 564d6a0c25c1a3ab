import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { FOREIGN_MARKS } from "../foreign-marks";
import { type ProviderPins, requireProvider } from "../require-provider";

/** How to reach a cluster that a stack of ours publishes: nothing secret. */
export interface Login {
  /** Address of the Kubernetes API, with `https://`. */
  readonly endpoint: string;
  /** Certificate of the authority behind the API's certificate, PEM in base64; empty where the public trusts it. */
  readonly certificateAuthority: string;
  /** The program that prints a short-lived token, and its arguments. */
  readonly loginCommand: string;
  readonly loginArguments: string[];
}

/** How to reach a cluster that people reach by a kubeconfig. */
export interface Kubeconfig {
  /** Path of the file, from where Terraform runs, or from `~/` on. */
  readonly path: string;
  readonly context: string;
}

/**
 * A connection to a cluster of another stack, for the Kubernetes and Helm providers. They log in by running a program
 * (`exec`) each time they need a token: an EKS token lives 15 minutes, and one that was fetched at the start of a long
 * apply is not renewed (terraform-provider-aws#46633). Arguments only: cdktf would change the keys of its environment.
 */
export class ClusterConnection {
  /**
   * @param access how the cluster is reached
   * @param pins provider versions to pin. Default: the tested ranges
   */
  constructor(
    private readonly access: Login | Kubeconfig,
    private readonly pins?: ProviderPins | undefined,
  ) {}

  /** Adds the Helm provider to a stack; at most one for each stack. */
  helm(scope: Construct): HelmProvider {
    requireProvider(scope, "helm", this.pins);
    const { access } = this;
    const kubernetes = "path" in access ? fileOf(access) : { ...hostOf(access), exec: execOf(access) };
    return new HelmProvider(scope, "helm", { kubernetes });
  }

  /** Adds the Kubernetes provider to a stack; at most one for each stack. */
  kubernetes(scope: Construct): KubernetesProvider {
    requireProvider(scope, "kubernetes", this.pins);
    const { access } = this;
    const config = "path" in access ? fileOf(access) : { ...hostOf(access), exec: [execOf(access)] };
    return new KubernetesProvider(scope, "kubernetes", { ...config, ...FOREIGN_MARKS });
  }
}

function fileOf({ path, context }: Kubeconfig) {
  return { configPath: path, configContext: context };
}

function hostOf({ endpoint, certificateAuthority }: Login) {
  return { host: endpoint, clusterCaCertificate: Fn.base64decode(certificateAuthority) };
}

function execOf({ loginCommand, loginArguments }: Login) {
  return { apiVersion: "client.authentication.k8s.io/v1beta1", command: loginCommand, args: loginArguments };
}
