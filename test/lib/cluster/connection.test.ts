import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { describe, expect, it } from "vitest";
import { ClusterConnection } from "../../../lib/cluster/connection";
import type { ProviderPins } from "../../../lib/require-provider";
import { PROVIDER_VERSIONS } from "../../../lib/versions";
import { synthesizeConstruct } from "../../support/synth";

const connection = (pins?: ProviderPins) =>
  new ClusterConnection(
    {
      endpoint: "https://api.example.org",
      certificateAuthority: "Q0E=",
      loginCommand: "aws",
      loginArguments: ["eks", "get-token"],
    },
    pins,
  );

const exec = { apiVersion: "client.authentication.k8s.io/v1beta1", command: "aws", args: ["eks", "get-token"] };

describe("ClusterConnection", () => {
  it("logs the Helm provider in by running a program (rule 3)", () => {
    const stack = synthesizeConstruct((scope) => connection().helm(scope));
    expect(stack).toHaveProviderWithProperties(HelmProvider, {
      kubernetes: { host: "https://api.example.org", clusterCaCertificate: '${base64decode("Q0E=")}', exec },
    });
  });

  it("logs the Kubernetes provider in the same way", () => {
    const stack = synthesizeConstruct((scope) => connection().kubernetes(scope));
    expect(stack).toHaveProviderWithProperties(KubernetesProvider, { host: "https://api.example.org", exec: [exec] });
  });

  it("gives no environment to the program: cdktf would change its keys", () => {
    const stack = synthesizeConstruct((scope) => {
      connection().helm(scope);
      connection().kubernetes(scope);
    });
    expect(stack).not.toContain('"env"');
  });

  it("asks for the tested ranges of the providers, or for what a place pins", () => {
    const stack = synthesizeConstruct((scope) => {
      connection({ helm: "3.1.2" }).helm(scope);
      connection().kubernetes(scope);
    });
    expect(JSON.parse(stack).terraform.required_providers).toMatchObject({
      helm: { version: "3.1.2" },
      kubernetes: { version: PROVIDER_VERSIONS.kubernetes },
    });
  });

  it("goes by a kubeconfig and a context of it, for both providers", () => {
    const stack = synthesizeConstruct((scope) => {
      const kubeconfig = new ClusterConnection({ path: "~/.kube/config", context: "lab" });
      kubeconfig.helm(scope);
      kubeconfig.kubernetes(scope);
    });
    const file = { configPath: "~/.kube/config", configContext: "lab" };
    expect(stack).toHaveProviderWithProperties(HelmProvider, { kubernetes: file });
    expect(stack).toHaveProviderWithProperties(KubernetesProvider, file);
    expect(stack).not.toContain('"exec"');
  });
});
