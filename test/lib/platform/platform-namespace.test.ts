import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { describe, expect, it } from "vitest";
import { PlatformNamespace, type PlatformNamespaceProps } from "../../../lib/platform/platform-namespace";
import { synthesizeConstruct } from "../../support/synth";

const namespace = (props: Partial<PlatformNamespaceProps> = {}) =>
  synthesizeConstruct((scope) => {
    const { reference } = new PlatformNamespace(scope, "namespace", {
      name: "tools",
      podSecurity: "restricted",
      kubernetesMinor: "1.34",
      openPorts: [8000, 8443],
      ...props,
    });
    new ConfigMapV1(scope, "inside", { metadata: { name: "inside", namespace: reference } });
  });

describe("a namespace of the platform", () => {
  it.each(["restricted", "baseline", "privileged"] as const)(
    "given the level %s, then its pods keep to it by the standards of the minor, and nobody is warned of less",
    (podSecurity) => {
      expect(namespace({ podSecurity })).toHaveResourceWithProperties(NamespaceV1, {
        metadata: {
          name: "tools",
          labels: {
            name: "tools",
            "pod-security.kubernetes.io/enforce": podSecurity,
            "pod-security.kubernetes.io/enforce-version": "v1.34",
            "pod-security.kubernetes.io/warn": podSecurity,
            "pod-security.kubernetes.io/warn-version": "v1.34",
          },
        },
      });
    },
  );

  it("given open ports, then anybody reaches those of all its pods, and no others", () => {
    expect(namespace()).toHaveResourceWithProperties(NetworkPolicyV1, {
      spec: {
        podSelector: {},
        policyTypes: ["Ingress"],
        ingress: [
          {
            from: undefined,
            ports: [
              { port: "8000", protocol: "TCP" },
              { port: "8443", protocol: "TCP" },
            ],
          },
        ],
      },
    });
  });

  it("given none, then nobody reaches any: a rule without ports would open them all", () => {
    expect(namespace({ openPorts: [] })).toHaveResourceWithProperties(NetworkPolicyV1, {
      spec: { podSelector: {}, policyTypes: ["Ingress"], ingress: [] },
    });
  });

  it("given its reference, then what stands in it comes after it", () => {
    const expected = { metadata: { namespace: expect.stringMatching(/^\$\{kubernetes_namespace_v1\.namespace_/) } };
    expect(namespace()).toHaveResourceWithProperties(ConfigMapV1, expected);
    expect(namespace()).toHaveResourceWithProperties(NetworkPolicyV1, expected);
  });
});
