import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { type ProviderPins, requireProvider } from "../require-provider";

/** How to reach a cluster: what its stack publishes, and nothing secret. */
export interface ConnectionProps {
  /** Address of the Kubernetes API, with `https://`. */
  readonly endpoint: string;
  /** Certificate of the authority behind the API's certificate, PEM in base64. */
  readonly certificateAuthority: string;
  /** The program that prints a short-lived token, and its arguments. */
  readonly loginCommand: string;
  readonly loginArguments: string[];
  /** Provider versions to pin. Default: the tested ranges */
  readonly pins?: ProviderPins;
}

/**
 * A connection to a cluster of another stack, for the Kubernetes and Helm providers. They log in by running a program
 * (`exec`) each time they need a token: an EKS token lives 15 minutes, and one that was fetched at the start of a long
 * apply is not renewed (terraform-provider-aws#46633). Arguments only: cdktf would change the keys of its environment.
 */
export class ClusterConnection {
  constructor(private readonly props: ConnectionProps) {}

  /** Adds the Helm provider to a stack; at most one for each stack. */
  helm(scope: Construct): HelmProvider {
    requireProvider(scope, "helm", this.props.pins);
    return new HelmProvider(scope, "helm", { kubernetes: { ...this.access(), exec: this.exec() } });
  }

  /** Adds the Kubernetes provider to a stack; at most one for each stack. */
  kubernetes(scope: Construct): KubernetesProvider {
    requireProvider(scope, "kubernetes", this.props.pins);
    return new KubernetesProvider(scope, "kubernetes", { ...this.access(), exec: [this.exec()] });
  }

  private access() {
    return { host: this.props.endpoint, clusterCaCertificate: Fn.base64decode(this.props.certificateAuthority) };
  }

  private exec() {
    return {
      apiVersion: "client.authentication.k8s.io/v1beta1",
      command: this.props.loginCommand,
      args: this.props.loginArguments,
    };
  }
}
