import { describe, expect, it } from "vitest";
import { allows, refuses } from "./cases";
import {
  answer,
  ask,
  BASTION,
  CLIENT,
  clusterWith,
  egressOfA,
  HOST,
  ingressOfB,
  networkPolicy,
  PEER,
  PODS,
  SERVER,
  service,
} from "./fixtures";

const WEB = { service: "b/web" };
const N1 = { node: "n1" };
const N2 = { node: "n2" };
const NODE_PORT = "30040";

const HTTP = { port: 80, targetPort: "http", nodePort: 30040 };
const web = (spec: Record<string, unknown> = {}) =>
  service("b/web", { selector: { app: "server" }, clusterIP: "10.96.0.7", ports: [HTTP], ...spec });
const nodePort = (externalTrafficPolicy?: string) => web({ type: "NodePort", externalTrafficPolicy });
const from = (...cidrs: string[]) => ingressOfB({ from: cidrs.map((cidr) => ({ ipBlock: { cidr } })) });

describe("services", () => {
  allows("standard", [
    [
      "a service and a rule for the port of its pods",
      [web(), ingressOfB({ ports: [{ port: 8080 }] })],
      CLIENT,
      WEB,
      "80",
    ],
    [
      "the address of a service",
      [web(), ingressOfB({ ports: [{ port: 8080 }] })],
      CLIENT,
      { address: "10.96.0.7" },
      "80",
    ],
    [
      "a service and egress to its pods by label",
      [web(), egressOfA({ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: "server" } } }] })],
      CLIENT,
      WEB,
      "80",
    ],
    [
      "a target that is a number",
      [web({ ports: [{ port: 80, targetPort: 8080 }] }), ingressOfB({ ports: [{ port: 8080 }] })],
      CLIENT,
      WEB,
      "80",
    ],
    ["no target", [web({ ports: [{ port: 8080 }] }), ingressOfB({ ports: [{ port: 8080 }] })], CLIENT, WEB, "8080"],
    [
      "a headless service, asked on the port of its pods",
      [web({ clusterIP: "None" }), ingressOfB({ ports: [{ port: 8080 }] })],
      CLIENT,
      WEB,
      "8080",
    ],
    [
      "isolation both ways, of a pod that asks itself through a service",
      [web(), networkPolicy("b/x", { policyTypes: ["Ingress", "Egress"] })],
      SERVER,
      WEB,
      "80",
    ],
    [
      "two pods behind a service of which one admits",
      [web({ selector: { tier: "front" } }), ingressOfB({ ports: [{ port: 9090 }] })],
      CLIENT,
      WEB,
      "80",
    ],
  ]);
  refuses("standard", [
    ["a service and a rule for its own port", [web(), ingressOfB({ ports: [{ port: 80 }] })], CLIENT, WEB, "80"],
    [
      "a service and egress to its own address",
      [web(), egressOfA({ to: [{ ipBlock: { cidr: "10.96.0.7/32" } }] })],
      CLIENT,
      WEB,
      "80",
    ],
    ["a port that the service has not", [web()], CLIENT, WEB, "8080"],
    ["a port that the service has for another protocol", [web()], CLIENT, WEB, "80/UDP"],
    ["the address of a service, asked from outside", [web()], HOST, WEB, "80"],
    ["a service that selects no pod", [web({ selector: { app: "nobody" } })], CLIENT, WEB, "80"],
    [
      "a service whose pods have no port of the name",
      [web({ selector: { app: "server" }, ports: [{ port: 80, targetPort: "grpc" }] })],
      CLIENT,
      WEB,
      "80",
    ],
    [
      "pods with the labels in another namespace",
      [web({ selector: { app: "client" }, ports: [{ port: 80, targetPort: 8080 }] })],
      PEER,
      WEB,
      "80",
    ],
    [
      "pods with one of two labels",
      [web({ selector: { app: "server", tier: "front" }, ports: [{ port: 80, targetPort: 8080 }] })],
      CLIENT,
      WEB,
      "80",
    ],
    [
      "a headless service, asked on the port of the service",
      [web({ clusterIP: "None" }), ingressOfB({ ports: [{ port: 8080 }] })],
      CLIENT,
      WEB,
      "80",
    ],
  ]);

  it("given a pod that is not ready, when its service is asked, then it is refused", () => {
    const pods = PODS.map((pod) => ({ ...pod, ready: pod.name !== "server" }));
    expect(ask(clusterWith([web()], { pods }), [CLIENT, WEB, "80"])).toEqual({
      allowed: false,
      because: "service b/web has no ready pod",
    });
  });

  it("given a service that publishes unready pods, when it is asked, then it is allowed", () => {
    const pods = PODS.map((pod) => ({ ...pod, ready: false }));
    const objects = [web({ publishNotReadyAddresses: true })];
    expect(ask(clusterWith(objects, { pods }), [CLIENT, WEB, "80"])).toMatchObject({ allowed: true });
  });
});

describe("node ports", () => {
  allows("standard", [
    ["Local and a rule for the client", [nodePort("Local"), from("192.0.2.10/32")], BASTION, N2, NODE_PORT],
    [
      "Local, asked by any address of the node",
      [nodePort("Local"), from("192.0.2.10/32")],
      BASTION,
      { address: "198.51.100.2" },
      NODE_PORT,
    ],
    ["Cluster and a rule for the node asked", [nodePort("Cluster"), from("10.0.0.1/32")], BASTION, N1, NODE_PORT],
    ["no policy for the node port", [nodePort()], BASTION, N1, NODE_PORT],
    [
      "Local and a rule for a pod, which asks another node",
      [nodePort("Local"), from("10.1.0.1/32")],
      CLIENT,
      N2,
      NODE_PORT,
    ],
    [
      "Cluster and a rule for the node asked, which a pod asks",
      [nodePort("Cluster"), from("10.0.0.2/32")],
      CLIENT,
      N2,
      NODE_PORT,
    ],
    [
      "Local and a pod whose egress goes to pods alone",
      [nodePort("Local"), egressOfA({ to: [{ namespaceSelector: {} }] })],
      CLIENT,
      N2,
      NODE_PORT,
    ],
    ["Local and a node without a pod, asked by a pod", [nodePort("Local")], CLIENT, N1, NODE_PORT],
    [
      "Local and a pod whose egress goes to the node alone",
      [nodePort("Local"), egressOfA({ to: [{ ipBlock: { cidr: "10.0.0.2/32" } }] })],
      CLIENT,
      N2,
      NODE_PORT,
    ],
    [
      "Local and a rule for the node of the pod that asks",
      [nodePort("Local"), from("10.0.0.1/32")],
      CLIENT,
      N2,
      NODE_PORT,
    ],
    [
      "Cluster and isolation, asked by the node of the pod itself",
      [nodePort("Cluster"), ingressOfB()],
      N2,
      N2,
      NODE_PORT,
    ],
  ]);
  refuses("standard", [
    ["Local and a rule for another client", [nodePort("Local"), from("192.0.2.11/32")], BASTION, N2, NODE_PORT],
    ["Local and a node without a pod", [nodePort("Local"), from("192.0.2.10/32")], BASTION, N1, NODE_PORT],
    [
      "Cluster and a rule for the client, on another node",
      [nodePort("Cluster"), from("192.0.2.10/32")],
      BASTION,
      N1,
      NODE_PORT,
    ],
    [
      "Cluster and a rule for the client, on the node of the pod",
      [nodePort("Cluster"), from("192.0.2.10/32")],
      BASTION,
      N2,
      NODE_PORT,
    ],
    ["the default policy and a rule for the client", [nodePort(), from("192.0.2.10/32")], BASTION, N1, NODE_PORT],
    ["Cluster and isolation, on the node of the pod", [nodePort("Cluster"), ingressOfB()], HOST, N2, NODE_PORT],
    [
      "Local and a rule for the bastion alone, asked by a pod",
      [nodePort("Local"), from("192.0.2.10/32")],
      CLIENT,
      N2,
      NODE_PORT,
    ],
    ["Local and a pod whose egress is isolated", [nodePort("Local"), egressOfA()], CLIENT, N2, NODE_PORT],
  ]);
  allows("cilium", [
    ["Local and a rule for the client", [nodePort("Local"), from("192.0.2.10/32")], BASTION, N2, NODE_PORT],
  ]);
  refuses("cilium", [
    ["Cluster and a rule for every address", [nodePort("Cluster"), from("0.0.0.0/0")], BASTION, N1, NODE_PORT],
  ]);

  it("given Local and a node without a pod, when asked from outside, then the node drops it", () => {
    expect(answer("standard", [nodePort("Local")], BASTION, N1, NODE_PORT).because).toBe(
      "node port 30040 of node n1 (service b/web) drops it: no ready pod runs there, and externalTrafficPolicy is Local",
    );
  });

  it("given a port that no service has, when a node is asked from outside, then it throws", () => {
    expect(() => answer("standard", [nodePort()], BASTION, N1, "30041")).toThrow("no pod is involved");
  });
});
