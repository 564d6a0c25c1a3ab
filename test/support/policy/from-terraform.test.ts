import { Release } from "@cdktf/provider-helm/lib/release";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { Token } from "cdktf";
import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { synthesizeConstruct } from "../synth";
import type { Values } from "./expressions";
import { objectsOfStack } from "./from-terraform";
import { reachability } from "./reach";

const CILIUM = {
  apiVersion: "cilium.io/v2",
  kind: "CiliumNetworkPolicy",
  metadata: { name: "x" },
  spec: { endpointSelector: {} },
};

function synthesized(build: (scope: Construct) => void, values?: Values) {
  return objectsOfStack(JSON.parse(synthesizeConstruct(build)), values);
}

const policyWith = (spec: unknown, more: Record<string, unknown> = {}) => ({
  resource: { ...more, kubernetes_network_policy_v1: { x: { metadata: { name: "x", namespace: "b" }, spec } } },
});
const releaseWith = (values: unknown[], more: Record<string, unknown> = {}) => ({
  resource: { helm_release: { x: { name: "x", chart: "x", values, ...more } } },
});
const resources = (...list: unknown[]) => JSON.stringify({ resources: { ...list } });
const specOf = (stack: unknown, values?: Values) => objectsOfStack(stack, values)[0]?.spec;
const blockWith = (cidr: unknown, except: unknown) =>
  policyWith({ egress: { to: { ip_block: { cidr, except } } }, pod_selector: {}, policy_types: ["Egress"] });
const exceptWith = (except: unknown, values?: Values) => specOf(blockWith("0.0.0.0/0", except), values);
const exceptOf = (...except: string[]) => ({
  policyTypes: ["Egress"],
  podSelector: {},
  egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except } }] }],
});

describe("objects of a synthesized stack", () => {
  it("given a namespace, when read, then it has its labels and no annotations of cdktf", () => {
    expect(
      synthesized(
        (scope) => new NamespaceV1(scope, "ns", { metadata: { name: "a", labels: { "x.io/match_labels": "y" } } }),
      ),
    ).toEqual([{ apiVersion: "v1", kind: "Namespace", metadata: { name: "a", labels: { "x.io/match_labels": "y" } } }]);
  });

  it("given a policy of the provider, when read, then it is the NetworkPolicy that the provider sends", () => {
    const objects = synthesized((scope) => {
      const { metadata } = new NamespaceV1(scope, "ns", { metadata: { name: "a" } });
      new NetworkPolicyV1(scope, "np", {
        metadata: { name: "x", namespace: metadata.name },
        spec: {
          podSelector: { matchExpressions: [{ key: "app", operator: "In", values: ["x"] }] },
          policyTypes: ["Ingress", "Egress"],
          ingress: [{}, { from: [{ podSelector: {}, namespaceSelector: { matchLabels: { match_labels: "x" } } }] }],
          egress: [
            {
              to: [{ ipBlock: { cidr: "0.0.0.0/0" } }],
              ports: [{ port: "53", protocol: "UDP", endPort: 60 }, { port: "http" }],
            },
          ],
        },
      });
    });
    expect(objects[1]).toEqual({
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "x", namespace: "a" },
      spec: {
        podSelector: { matchExpressions: [{ key: "app", operator: "In", values: ["x"] }] },
        policyTypes: ["Ingress", "Egress"],
        ingress: [{}, { from: [{ podSelector: {}, namespaceSelector: { matchLabels: { match_labels: "x" } } }] }],
        egress: [
          {
            to: [{ ipBlock: { cidr: "0.0.0.0/0" } }],
            ports: [{ port: 53, protocol: "UDP", endPort: 60 }, { port: "http" }],
          },
        ],
      },
    });
  });

  it("given a service, when read, then its ports and its policy are those of Kubernetes", () => {
    const objects = synthesized((scope) => {
      new ServiceV1(scope, "svc", {
        metadata: { name: "s", namespace: "b" },
        spec: {
          clusterIp: "None",
          externalTrafficPolicy: "Local",
          selector: { app: "x" },
          port: [
            { port: 80, targetPort: "http", nodePort: 30040 },
            { port: 81, targetPort: "8081" },
          ],
        },
      });
    });
    expect(objects).toEqual([
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "s", namespace: "b" },
        spec: {
          clusterIP: "None",
          externalTrafficPolicy: "Local",
          selector: { app: "x" },
          ports: [
            { port: 80, targetPort: "http", nodePort: 30040 },
            { port: 81, targetPort: 8081 },
          ],
        },
      },
    ]);
  });

  it("given blocks as lists of one, when read, then they are objects", () => {
    const stack = {
      resource: {
        kubernetes_network_policy_v1: {
          x: {
            metadata: [{ name: "x", namespace: "b" }],
            spec: [
              {
                pod_selector: [{ match_labels: { app: "x" } }],
                policy_types: ["Ingress"],
                ingress: { from: { ip_block: [{ cidr: "10.0.0.0/8" }] } },
              },
            ],
          },
        },
      },
    };
    expect(objectsOfStack(stack)[0]).toMatchObject({
      metadata: { name: "x", namespace: "b" },
      spec: { podSelector: { matchLabels: { app: "x" } }, ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }] },
    });
  });

  it("given null and no blocks, when read, then these fields are absent", () => {
    const stack = policyWith({
      pod_selector: {},
      policy_types: ["Ingress"],
      egress: null,
      ingress: { from: { pod_selector: [], namespace_selector: {} } },
    });
    expect(specOf(stack)).toEqual({
      podSelector: {},
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ namespaceSelector: {} }] }],
    });
  });

  it("given a policy without namespace, when read, then it is in the default one", () => {
    const stack = { resource: { kubernetes_network_policy_v1: { x: { metadata: { name: "x" }, spec: {} } } } };
    expect(objectsOfStack(stack)[0]?.metadata).toEqual({ name: "x", namespace: "default" });
  });

  it("given an argument that the evaluator does not know, when the objects are asked about, then it throws", () => {
    const objects = objectsOfStack(policyWith({ pod_selector: {}, policy_types: [], priority_class: 1 }));
    expect(() => reachability({ cni: "standard", nodes: [], pods: [], objects })).toThrow(
      "NetworkPolicy b/x.spec.priorityClass",
    );
  });

  it("given other resources, when read, then there are no objects", () => {
    expect(objectsOfStack({ resource: { aws_vpc: { x: { cidr_block: "${var.cidr}" } } } })).toEqual([]);
  });
});

describe("expressions of a stack", () => {
  it("given a reference to a name that is itself an expression, when read, then both are followed", () => {
    const stack = {
      resource: {
        kubernetes_namespace_v1: { ns: { metadata: { name: "${var.name}" } } },
        kubernetes_network_policy_v1: {
          x: { metadata: { name: "x", namespace: "${kubernetes_namespace_v1.ns.metadata[0].name}" }, spec: {} },
        },
      },
    };
    expect(objectsOfStack(stack, { "var.name": "b" })[1]?.metadata).toEqual({ name: "x", namespace: "b" });
  });

  it.each(["kubernetes_namespace_v1.ns.id", "kubernetes_namespace_v1.ns.metadata.0.name"])(
    "given the reference %s, when read, then it is the name of the namespace",
    (reference) => {
      const stack = policyWith(
        { pod_selector: { match_labels: { space: `\${${reference}}` } } },
        { kubernetes_namespace_v1: { ns: { metadata: [{ name: "a" }] } } },
      );
      expect(objectsOfStack(stack)[1]?.spec).toEqual({ podSelector: { matchLabels: { space: "a" } } });
    },
  );

  it("given a list that is one expression, when read, then it is the list of the caller", () => {
    const expression = 'concat(["10.0.0.0/8"], data.terraform_remote_state.network.outputs.cidrs)';
    expect(exceptWith(`\${${expression}}`, { [expression]: ["10.0.0.0/8", "192.168.0.0/16"] })).toEqual(
      exceptOf("10.0.0.0/8", "192.168.0.0/16"),
    );
  });

  it("given a list of expressions, when read, then each is the text of the caller", () => {
    expect(exceptWith(["${var.a}", "169.254.0.0/16"], { "${var.a}": "10.0.0.0/8" })).toEqual(
      exceptOf("10.0.0.0/8", "169.254.0.0/16"),
    );
  });

  it("given an expression within a text, when read, then its value stands there", () => {
    expect(specOf(blockWith("${var.address}/32", []), { "var.address": "192.0.2.10" })).toMatchObject({
      egress: [{ to: [{ ipBlock: { cidr: "192.0.2.10/32" } }] }],
    });
  });

  it("given an escaped expression, when read, then it is plain text", () => {
    expect(specOf(policyWith({ pod_selector: { match_labels: { x: "$${y}" } } }))).toEqual({
      podSelector: { matchLabels: { x: "${y}" } },
    });
  });

  it("given an expression in the key of a label, when read, then its value is the key", () => {
    expect(specOf(policyWith({ pod_selector: { match_labels: { "${var.key}": "x" } } }), { "var.key": "app" })).toEqual(
      { podSelector: { matchLabels: { app: "x" } } },
    );
  });

  it.each([
    [
      "an expression without value",
      "${var.other}",
      "kubernetes_network_policy_v1.x.spec.egress.to.ip_block.except: no value is given for ${var.other}",
    ],
    [
      "a reference to what the stack does not say",
      "${kubernetes_namespace_v1.x.metadata[0].uid}",
      "no value is given for ${kubernetes_namespace_v1.x.metadata[0].uid}",
    ],
    ["a list within a list", ["${var.list}"], "except[0]: ${var.list} is a list within a list"],
    ["a list within a text", "${var.list}/32", "${var.list} is a list within a text"],
    ["a directive", "%{if true}x%{endif}", "cannot evaluate %{if true}x%{endif}"],
  ])("given %s, when read, then it throws", (_given, except, message) => {
    expect(() => exceptWith(except, { "var.list": ["10.0.0.0/8"] })).toThrow(message);
  });
});

describe("custom resources in releases of Helm", () => {
  it("given resources of Cilium and others, when read, then those of Cilium come in the namespace of the release", () => {
    const objects = synthesized(
      (scope) => {
        const { metadata } = new NamespaceV1(scope, "ns", { metadata: { name: "a" } });
        const other = { ...CILIUM, metadata: { name: "y", namespace: Token.asString("${var.space}") } };
        new Release(scope, "rel", {
          name: "r",
          chart: "./x",
          namespace: metadata.name,
          values: [resources(CILIUM, other, { apiVersion: "v1", kind: "Secret" })],
        });
      },
      { "var.space": "b" },
    );
    expect(objects.slice(1)).toEqual([
      { ...CILIUM, metadata: { name: "x", namespace: "a" } },
      { ...CILIUM, metadata: { name: "y", namespace: "b" } },
    ]);
  });

  it("given no namespace of the release, when read, then it is the default one", () => {
    expect(objectsOfStack(releaseWith([resources(CILIUM)]))[0]?.metadata).toEqual({ name: "x", namespace: "default" });
  });

  it("given a clusterwide policy, when read, then it has no namespace", () => {
    const clusterwide = { ...CILIUM, kind: "CiliumClusterwideNetworkPolicy" };
    expect(objectsOfStack(releaseWith([resources(clusterwide)]))).toEqual([clusterwide]);
  });

  it("given later values that Terraform encodes, when read, then the JSON of the caller counts as well", () => {
    const encoded = '${jsonencode({"resources" = {"y" = {"apiVersion" = "cilium.io/v2"}}})}';
    const other = { ...CILIUM, metadata: { name: "y", namespace: "a" } };
    const values = { [encoded]: JSON.stringify({ resources: { y: other } }) };
    expect(objectsOfStack(releaseWith([resources(CILIUM), encoded]), values)[1]).toEqual(other);
  });

  it("given values of another chart, when read, then their expressions need no values", () => {
    expect(objectsOfStack(releaseWith(["password: ${var.password}"]))).toEqual([]);
  });

  it.each([
    [
      "an expression without value",
      releaseWith([resources({ ...CILIUM, metadata: { name: "${var.name}" } })]),
      "helm_release.x.values[0]: no value is given for ${var.name}",
    ],
    [
      "a name that two values have",
      releaseWith([resources(CILIUM), resources(CILIUM)]),
      "helm_release.x.values: more than one resource is called 0",
    ],
    [
      "encoded resources without value",
      releaseWith(['${jsonencode({"apiVersion" = "cilium.io/v2"})}']),
      'helm_release.x.values[0]: no value is given for ${jsonencode({"apiVersion" = "cilium.io/v2"})}',
    ],
    [
      "resources of Cilium under another key",
      releaseWith([JSON.stringify({ extra: [CILIUM] })]),
      "helm_release.x.values[0]: has no resources by name",
    ],
    ["copies of a release", releaseWith([resources(CILIUM)], { count: 2 }), "helm_release.x: has count"],
    [
      "copies of a policy",
      { resource: { kubernetes_network_policy_v1: { x: { for_each: {}, metadata: {}, spec: {} } } } },
      "kubernetes_network_policy_v1.x: has for_each",
    ],
    ["dynamic blocks", policyWith({ dynamic: { ingress: {} } }), "dynamic blocks cannot be read"],
    [
      "a resource that has the same objects",
      { resource: { kubernetes_network_policy: { x: {} } } },
      "kubernetes_network_policy: only resources with names such as kubernetes_network_policy_v1",
    ],
    ["the text of a stack", "{}", "is this the parsed content of a cdk.tf.json?"],
  ])("given %s, when read, then it throws", (_given, stack, message) => {
    expect(() => objectsOfStack(stack)).toThrow(message);
  });
});
