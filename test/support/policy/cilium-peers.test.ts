import { describe } from "vitest";
import { allows, refuses } from "./cases";
import { BASTION, CLIENT, ciliumPolicy, DNS, HOST, OTHER, PEER, SERVER } from "./fixtures";

const N1 = { node: "n1" };
const N2 = { node: "n2" };
const NAMESPACE = "io.kubernetes.pod.namespace";

const into = (...ingress: unknown[]) => [ciliumPolicy("b/in", { ingress })];
const out = (...egress: unknown[]) => [ciliumPolicy("a/out", { egress })];
const inNamespace = (name: string, labels = {}) => ({ matchLabels: { [`k8s:${NAMESPACE}`]: name, ...labels } });
const from = (...fromEndpoints: unknown[]) => into({ fromEndpoints });

describe("isolation by CiliumNetworkPolicies", () => {
  allows("cilium", [
    ["an empty list of rules", into(), CLIENT, SERVER],
    ["rules for the other direction", into({}), SERVER, CLIENT],
    ["a policy of another namespace", [ciliumPolicy("a/x", { ingress: [{}] })], CLIENT, SERVER],
    [
      "a selector for other pods",
      [ciliumPolicy("b/x", { endpointSelector: { matchLabels: { app: "peer" } }, ingress: [{}] })],
      CLIENT,
      SERVER,
    ],
    [
      "a rule that switches isolation off",
      [ciliumPolicy("b/x", { ingress: [{}], enableDefaultDeny: { ingress: false } })],
      CLIENT,
      SERVER,
    ],
    ["an empty rule, from the node of the pod", into({}), N2, SERVER],
    ["an empty rule, to itself", [ciliumPolicy("b/x", { ingress: [{}], egress: [{}] })], SERVER, SERVER],
  ]);
  refuses("cilium", [
    ["an empty rule", into({}), CLIENT, SERVER],
    [
      "a rule that names its isolation",
      [ciliumPolicy("b/x", { ingress: [{}], enableDefaultDeny: { ingress: true } })],
      CLIENT,
      SERVER,
    ],
    ["an empty rule, from outside", into({}), HOST, SERVER],
    ["an empty rule, between pods of the namespace", into({}), PEER, SERVER],
    [
      "a selector with prefixes",
      [ciliumPolicy("b/x", { endpointSelector: { matchLabels: { "k8s:app": "server" } }, ingress: [{}] })],
      CLIENT,
      SERVER,
    ],
    [
      "a selector with its own namespace",
      [ciliumPolicy("b/x", { endpointSelector: inNamespace("b"), ingress: [{}] })],
      CLIENT,
      SERVER,
    ],
    ["an empty list of endpoints", from(), PEER, SERVER],
    ["an empty list of entities", into({ fromEntities: [] }), HOST, SERVER],
    [
      "two specs of which the second isolates",
      [
        {
          apiVersion: "cilium.io/v2",
          kind: "CiliumNetworkPolicy",
          metadata: { namespace: "b", name: "x" },
          specs: [
            { endpointSelector: {}, egress: [{}] },
            { endpointSelector: {}, ingress: [{}] },
          ],
        },
      ],
      CLIENT,
      SERVER,
    ],
  ]);
});

describe("endpoints of CiliumNetworkPolicies", () => {
  allows("cilium", [
    ["an empty selector, from the same namespace", from({}), PEER, SERVER],
    ["a label, from the same namespace", from({ matchLabels: { app: "peer" } }), PEER, SERVER],
    ["the label of another namespace", from(inNamespace("a")), CLIENT, SERVER],
    ["the label of another namespace without prefix", from({ matchLabels: { [NAMESPACE]: "a" } }), CLIENT, SERVER],
    ["the label of another namespace and of a pod", from(inNamespace("a", { app: "client" })), CLIENT, SERVER],
    [
      "an expression about namespaces",
      from({ matchExpressions: [{ key: NAMESPACE, operator: "Exists" }] }),
      CLIENT,
      SERVER,
    ],
    ["the second of two selectors", from({}, inNamespace("a")), OTHER, SERVER],
    ["endpoints on the way out", out({ toEndpoints: [inNamespace("b")] }), CLIENT, SERVER],
  ]);
  refuses("cilium", [
    ["an empty selector, from another namespace", from({}), CLIENT, SERVER],
    ["a label, from another namespace", from({ matchLabels: { app: "client" } }), CLIENT, SERVER],
    ["the label of another namespace, from its own", from(inNamespace("a")), PEER, SERVER],
    ["the label of another namespace, another pod", from(inNamespace("a", { app: "client" })), OTHER, SERVER],
    [
      "the labels of a namespace and a pod as two selectors",
      from(inNamespace("kube-system"), { matchLabels: { app: "client" } }),
      CLIENT,
      SERVER,
    ],
    ["an empty selector, from outside", from({}), HOST, SERVER],
    ["an empty selector, from another node", from({}), N1, SERVER],
    ["an empty selector on the way out, to another namespace", out({ toEndpoints: [{}] }), CLIENT, SERVER],
    [
      "a label on the way out, to another namespace",
      out({ toEndpoints: [{ matchLabels: { app: "server" } }] }),
      CLIENT,
      SERVER,
    ],
  ]);
});

describe("addresses and entities of CiliumNetworkPolicies", () => {
  allows("cilium", [
    ["a range with the host", into({ fromCIDR: ["203.0.113.0/24"] }), HOST, SERVER],
    ["a bare address", into({ fromCIDR: ["203.0.113.9"] }), HOST, SERVER],
    ["a set with the host", into({ fromCIDRSet: [{ cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] }] }), HOST, SERVER],
    ["a range on the way out", out({ toCIDR: ["203.0.113.9/32"] }), CLIENT, HOST],
    ["a set on the way out", out({ toCIDRSet: [{ cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] }] }), CLIENT, HOST],
    ["world, from outside", into({ fromEntities: ["world"] }), HOST, SERVER],
    ["cluster, from a pod of another namespace", into({ fromEntities: ["cluster"] }), CLIENT, SERVER],
    ["cluster, from a node", into({ fromEntities: ["cluster"] }), N1, SERVER],
    ["remote-node, from another node", into({ fromEntities: ["remote-node"] }), N1, SERVER],
    ["host, to the node of the pod", out({ toEntities: ["host"] }), CLIENT, N1],
    ["all, from a pod", into({ fromEntities: ["all"] }), CLIENT, SERVER],
    ["all, from outside", into({ fromEntities: ["all"] }), HOST, SERVER],
    ["one of two entities", into({ fromEntities: ["host", "world"] }), BASTION, SERVER],
  ]);
  refuses("cilium", [
    ["a range with the address of a pod", into({ fromCIDR: ["10.0.0.0/8"] }), CLIENT, SERVER],
    ["every address, to a pod", out({ toCIDR: ["0.0.0.0/0"] }), CLIENT, DNS],
    ["every address, to a node", out({ toCIDR: ["0.0.0.0/0"] }), CLIENT, N2],
    [
      "a hole with the host",
      into({ fromCIDRSet: [{ cidr: "203.0.113.0/24", except: ["203.0.113.9/32"] }] }),
      HOST,
      SERVER,
    ],
    ["a range without the host", into({ fromCIDR: ["203.0.113.0/29"] }), HOST, SERVER],
    ["world, from a pod", into({ fromEntities: ["world"] }), CLIENT, SERVER],
    ["world, from another node", into({ fromEntities: ["world"] }), N1, SERVER],
    ["cluster, from outside", into({ fromEntities: ["cluster"] }), HOST, SERVER],
    ["host, from another node", into({ fromEntities: ["host"] }), N1, SERVER],
    ["host, from a pod of the same node", into({ fromEntities: ["host"] }), OTHER, SERVER],
    ["remote-node, to the node of the pod", out({ toEntities: ["remote-node"] }), CLIENT, N1],
    ["an empty rule, to the node of the pod", out({}), CLIENT, N1],
    ["kube-apiserver, from a host that is none", into({ fromEntities: ["kube-apiserver"] }), HOST, SERVER],
  ]);
});
