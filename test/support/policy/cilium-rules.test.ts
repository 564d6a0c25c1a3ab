import { describe, expect, it } from "vitest";
import { allows, refuses } from "./cases";
import { answer, ask, CLIENT, ciliumPolicy, clusterWith, egressOfA, HOST, ingressOfB, PEER, SERVER } from "./fixtures";

const N2 = { node: "n2" };
const API = { address: "203.0.113.77" };

const into = (ingress: unknown, ingressDeny?: unknown) =>
  ciliumPolicy("b/in", { ingress: [ingress], ...(ingressDeny !== undefined && { ingressDeny: [ingressDeny] }) });
const ports = (...list: unknown[]) => [into({ toPorts: [{ ports: list }] })];
const denyWorld = ciliumPolicy("b/deny", { ingressDeny: [{ fromEntities: ["world"] }] });

describe("ports of CiliumNetworkPolicies", () => {
  allows("cilium", [
    ["ports alone, from outside", ports({ port: "8080", protocol: "TCP" }), HOST, SERVER],
    ["ports alone, from a pod", ports({ port: "8080", protocol: "TCP" }), CLIENT, SERVER],
    ["a port without protocol, over UDP", ports({ port: "8080" }), CLIENT, SERVER, "8080/UDP"],
    ["a port of any protocol", ports({ port: "8080", protocol: "ANY" }), CLIENT, SERVER],
    ["a name", ports({ port: "http", protocol: "TCP" }), CLIENT, PEER, "9090"],
    ["the end of a range", ports({ port: "8000", endPort: 8080, protocol: "TCP" }), CLIENT, SERVER],
    ["the port 0", ports({ port: "0", protocol: "TCP" }), CLIENT, SERVER],
    [
      "the second of two lists",
      [into({ toPorts: [{ ports: [{ port: "1" }] }, { ports: [{ port: "8080" }] }] })],
      CLIENT,
      SERVER,
    ],
    ["an empty list beside a peer", [into({ fromEntities: ["world"], toPorts: [] })], HOST, SERVER],
  ]);
  refuses("cilium", [
    ["another port", ports({ port: "80", protocol: "TCP" }), CLIENT, SERVER],
    ["another protocol", ports({ port: "8080", protocol: "UDP" }), CLIENT, SERVER],
    ["a name for another number", ports({ port: "http" }), CLIENT, PEER, "8080"],
    ["the port 0 of another protocol", ports({ port: "0", protocol: "UDP" }), CLIENT, SERVER],
    [
      "the port, but another peer",
      [into({ fromEndpoints: [{}], toPorts: [{ ports: [{ port: "8080" }] }] })],
      CLIENT,
      SERVER,
    ],
    [
      "the peer, but another port",
      [into({ fromEndpoints: [{}], toPorts: [{ ports: [{ port: "80" }] }] })],
      PEER,
      SERVER,
    ],
    ["an empty list and no peer", [into({ toPorts: [] })], CLIENT, SERVER],
  ]);
});

describe("what denies in Cilium", () => {
  allows("cilium", [
    ["another peer denied", [into({ fromEntities: ["cluster"] }), denyWorld], CLIENT, SERVER],
    [
      "another port denied",
      [into({ fromEntities: ["all"] }, { toPorts: [{ ports: [{ port: "80" }] }] })],
      CLIENT,
      SERVER,
    ],
    ["an empty rule that denies, beside one that allows", [into({ fromEntities: ["all"] }, {})], CLIENT, SERVER],
  ]);
  refuses("cilium", [
    ["one policy that allows all and one that denies", [into({ fromEntities: ["all"] }), denyWorld], HOST, SERVER],
    [
      "the same policy allowing and denying",
      [into({ fromEntities: ["all"] }, { fromEntities: ["world"] })],
      HOST,
      SERVER,
    ],
    ["a NetworkPolicy that allows", [ingressOfB({}), denyWorld], HOST, SERVER],
    ["only a rule that denies someone else", [denyWorld], CLIENT, SERVER],
    [
      "a denied port from anyone",
      [into({ fromEntities: ["all"] }, { toPorts: [{ ports: [{ port: "8080" }] }] })],
      CLIENT,
      SERVER,
    ],
    [
      "an endpoint denied",
      [into({ fromEntities: ["all"] }, { fromEndpoints: [{ matchLabels: { app: "peer" } }] })],
      PEER,
      SERVER,
    ],
    ["the node of the pod denied", [into({ fromEntities: ["all"] }, { fromEntities: ["host"] })], N2, SERVER],
    [
      "a way out denied without isolation",
      [ciliumPolicy("a/x", { egressDeny: [{ toCIDR: ["203.0.113.0/24"] }], enableDefaultDeny: { egress: false } })],
      CLIENT,
      HOST,
    ],
  ]);
});

describe("both kinds together", () => {
  allows("cilium", [
    [
      "a NetworkPolicy that isolates and a policy of Cilium that allows",
      [ingressOfB(), into({ fromEntities: ["world"] })],
      HOST,
      SERVER,
    ],
    [
      "a policy of Cilium that isolates and a NetworkPolicy that allows",
      [into({}), ingressOfB({ from: [{ ipBlock: { cidr: "203.0.113.0/24" } }] })],
      HOST,
      SERVER,
    ],
    ["a NetworkPolicy whose rule names nobody, so everybody", [egressOfA({})], CLIENT, HOST],
  ]);
  refuses("cilium", [
    ["neither allows", [ingressOfB({ from: [{ podSelector: {} }] }), into({ fromEndpoints: [{}] })], CLIENT, SERVER],
  ]);
});

describe("the Kubernetes API as an entity", () => {
  const toApi = ciliumPolicy("a/out", { egress: [{ toEntities: ["kube-apiserver"] }] });

  it("given an API server outside, when a pod asks for it, then it is allowed", () => {
    expect(
      ask(clusterWith([toApi], { cni: "cilium", apiServers: ["203.0.113.77"] }), [CLIENT, API, "443"]),
    ).toMatchObject({ allowed: true });
  });

  it("given an API server on a node, when a pod asks for it, then it is allowed", () => {
    expect(ask(clusterWith([toApi], { cni: "cilium", apiServers: ["10.0.0.2"] }), [CLIENT, N2, "6443"])).toMatchObject({
      allowed: true,
    });
  });

  it("given an API server on another node, when a pod asks for a node, then it is refused", () => {
    expect(ask(clusterWith([toApi], { cni: "cilium", apiServers: ["10.0.0.1"] }), [CLIENT, N2, "6443"])).toMatchObject({
      allowed: false,
    });
  });
});

describe("clusterwide policies of Cilium", () => {
  const clusterwide = (spec: unknown) => ({
    apiVersion: "cilium.io/v2",
    kind: "CiliumClusterwideNetworkPolicy",
    metadata: { name: "x" },
    spec,
  });
  const fromTeam = (team: string) =>
    clusterwide({
      endpointSelector: {},
      ingress: [{ fromEndpoints: [{ matchLabels: { "io.cilium.k8s.namespace.labels.team": team } }] }],
    });

  allows("cilium", [
    [
      "a selector of pods of any namespace",
      [clusterwide({ endpointSelector: {}, ingress: [{ fromEndpoints: [{}] }] })],
      CLIENT,
      SERVER,
    ],
    ["labels of namespaces", [fromTeam("red")], CLIENT, SERVER],
  ]);
  refuses("cilium", [
    [
      "a denied range for pods of any namespace",
      [clusterwide({ endpointSelector: {}, egressDeny: [{ toCIDR: ["169.254.0.0/16"] }] })],
      CLIENT,
      { address: "169.254.169.254" },
    ],
    ["labels of other namespaces", [fromTeam("blue")], CLIENT, SERVER],
  ]);

  it("given a standard network plugin, when a policy of Cilium is there, then it throws", () => {
    expect(() => answer("standard", [denyWorld], CLIENT, SERVER)).toThrow("only Cilium knows this kind");
  });
});
