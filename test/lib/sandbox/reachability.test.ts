import { describe, expect, it } from "vitest";
import { Cni as FrameCni } from "../../../lib/sandbox/cni";
import { objectsOfStack } from "../../support/policy/from-terraform";
import type { Answer, ClusterModel, Cni, PodModel, Question } from "../../support/policy/model";
import { reachability } from "../../support/policy/reach";
import { frameOf } from "../../support/sandbox";

/** A sandbox with every kind of way in and out, and a neighbour with none. */
const DEMO = {
  components: {
    kafka: { kind: "stateful", image: "a:1", ports: { broker: 9092, registry: 8081 } },
    ui: { kind: "stateless", image: "a:1", ports: { http: 8080, admin: 9000 } },
  },
  expose: [
    { component: "kafka", port: "broker", nodePort: 30040, from: ["office"] },
    { component: "kafka", port: "broker", replica: 0, nodePort: 30050, from: ["office"] },
    { component: "ui", port: "http", host: "demo" },
  ],
  egress: [
    { network: "198.51.100.0/24", port: 1521 },
    { host: "api.example.com", port: 443 },
  ],
};
const OPEN = { components: { app: { kind: "stateless", image: "a:1" } }, egress: [{ internet: true }] };

const labels = (component: string) => ({ "app.kubernetes.io/name": component });
/** What cert-manager puts on the pods by which it shows that it holds a host. */
const SOLVER_LABELS = { "acme.cert-manager.io/http01-solver": "true" };
const NODES: ClusterModel["nodes"] = [
  { name: "node-1", addresses: ["192.168.128.11"] },
  { name: "node-2", addresses: ["192.168.128.12"] },
];
const PODS: readonly PodModel[] = [
  {
    namespace: "demo",
    name: "kafka-0",
    address: "192.168.130.1",
    node: "node-1",
    labels: { ...labels("kafka"), "statefulset.kubernetes.io/pod-name": "kafka-0" },
  },
  { namespace: "demo", name: "ui", address: "192.168.130.2", node: "node-2", labels: labels("ui") },
  { namespace: "demo", name: "solver", address: "192.168.130.9", node: "node-2", labels: SOLVER_LABELS },
  { namespace: "neighbour", name: "solver", address: "192.168.130.10", node: "node-2", labels: SOLVER_LABELS },
  { namespace: "neighbour", name: "app", address: "192.168.130.3", node: "node-1", labels: labels("app") },
  { namespace: "open", name: "app", address: "192.168.130.4", node: "node-1", labels: labels("app") },
  {
    namespace: "kube-system",
    name: "coredns",
    address: "192.168.130.5",
    node: "node-2",
    labels: { "k8s-app": "kube-dns" },
  },
  { namespace: "kube-system", name: "other", address: "192.168.130.6", node: "node-2", labels: { "k8s-app": "other" } },
  { namespace: "ingress-nginx", name: "controller", address: "192.168.130.7", node: "node-2" },
  { namespace: "devops", name: "jenkins", address: "192.168.130.8", node: "node-1" },
];

function namespace(name: string): object {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}

function objects(cni: Cni, traffic: "Local" | "Cluster"): unknown[] {
  const own = (name: string, sandbox: { readonly egress?: readonly object[] }) => {
    // Host names need Cilium: with another CNI the sandbox has the other ways out alone.
    const egress = (sandbox.egress ?? []).filter((way) => cni === "cilium" || !("host" in way));
    const props = { name, cni: cni === "cilium" ? FrameCni.CILIUM : FrameCni.of("Calico") };
    return objectsOfStack({ resource: frameOf({ ...sandbox, egress }, props) });
  };
  const all = [
    ...own("demo", DEMO),
    ...own("neighbour", {}),
    ...own("open", OPEN),
    ...["kube-system", "ingress-nginx", "devops"].map(namespace),
  ];
  const text = JSON.stringify(all);
  return JSON.parse(text.replaceAll('"externalTrafficPolicy":"Local"', `"externalTrafficPolicy":"${traffic}"`));
}

function asker(cni: Cni, traffic: "Local" | "Cluster" = "Local"): (question: Question) => Answer {
  return reachability({ cni, nodes: NODES, pods: PODS, objects: objects(cni, traffic) });
}

const KAFKA = { pod: "demo/kafka-0" };
const UI = { pod: "demo/ui" };
const SOLVER = { pod: "demo/solver" };
const NEIGHBOUR = { pod: "neighbour/app" };
const OPEN_POD = { pod: "open/app" };
const DNS = { pod: "kube-system/coredns" };
const INGRESS = { pod: "ingress-nginx/controller" };
const BASTION = { address: "192.168.0.10" };
const OTHER_IN_VPC = { address: "192.168.0.11" };
const INTERNET = { address: "203.0.113.80" };
const METADATA = { address: "169.254.169.254" };
const DATABASE = { address: "198.51.100.7" };

type Row = readonly [question: string, question: Question, allowed: boolean];

/** Questions with the same answer for Cilium and for any other CNI. */
const QUESTIONS: readonly Row[] = [
  ["a component reaches another of its sandbox", { from: UI, to: KAFKA, port: 9092 }, true],
  ["and on a port that nobody declared", { from: UI, to: KAFKA, port: 12345 }, true],
  ["and back", { from: KAFKA, to: UI, port: 8080 }, true],
  ["a neighbour does not reach it", { from: NEIGHBOUR, to: KAFKA, port: 9092 }, false],
  ["nor its exposed host", { from: NEIGHBOUR, to: UI, port: 8080 }, false],
  ["nor does it reach the neighbour", { from: UI, to: NEIGHBOUR, port: 80 }, false],
  ["a neighbour with the internet does not reach it by address", { from: OPEN_POD, to: KAFKA, port: 9092 }, false],
  ["nor by its node port", { from: OPEN_POD, to: { node: "node-1" }, port: 30040 }, false],
  ["the devops tools do not reach it", { from: { pod: "devops/jenkins" }, to: UI, port: 8080 }, false],
  ["the ingress controller reaches the exposed port", { from: INGRESS, to: UI, port: 8080 }, true],
  ["and no other port of the component", { from: INGRESS, to: UI, port: 9000 }, false],
  ["nor another component", { from: INGRESS, to: KAFKA, port: 9092 }, false],
  ["nor a neighbour without hosts", { from: INGRESS, to: NEIGHBOUR, port: 80 }, false],
  [
    "the ingress controller reaches cert-manager's solver, which certificates need",
    { from: INGRESS, to: SOLVER, port: 8089 },
    true,
  ],
  ["and no other port of it", { from: INGRESS, to: SOLVER, port: 8080 }, false],
  ["nor that of a neighbour without hosts", { from: INGRESS, to: { pod: "neighbour/solver" }, port: 8089 }, false],
  ["a neighbour does not reach the solver", { from: NEIGHBOUR, to: SOLVER, port: 8089 }, false],
  [
    "the bastion reaches the node port on the node of the pod",
    { from: BASTION, to: { node: "node-1" }, port: 30040 },
    true,
  ],
  ["and that of one replica", { from: BASTION, to: { node: "node-1" }, port: 30050 }, true],
  ["a node without the pod does not answer", { from: BASTION, to: { node: "node-2" }, port: 30040 }, false],
  ["the bastion does not reach the registry, which has no node port", { from: BASTION, to: KAFKA, port: 8081 }, false],
  ["nor the exposed host past the ingress controller", { from: BASTION, to: UI, port: 8080 }, false],
  [
    "another machine of the network does not reach the node port",
    { from: OTHER_IN_VPC, to: { node: "node-1" }, port: 30040 },
    false,
  ],
  ["nor the pod", { from: OTHER_IN_VPC, to: KAFKA, port: 9092 }, false],
  ["the internet does not reach the node port", { from: INTERNET, to: { node: "node-1" }, port: 30040 }, false],
  ["the kubelet of its node asks the probes", { from: { node: "node-1" }, to: KAFKA, port: 9092 }, true],
  ["DNS answers over UDP", { from: UI, to: DNS, port: 53, protocol: "UDP" }, true],
  ["and over TCP", { from: UI, to: DNS, port: 53 }, true],
  ["and nothing else of it", { from: UI, to: DNS, port: 9153 }, false],
  ["nor others beside it", { from: UI, to: { pod: "kube-system/other" }, port: 53, protocol: "UDP" }, false],
  ["the metadata of machines is closed", { from: UI, to: METADATA, port: 80 }, false],
  ["and by way of the internet too", { from: OPEN_POD, to: METADATA, port: 80 }, false],
  ["the declared network answers on its port", { from: KAFKA, to: DATABASE, port: 1521 }, true],
  ["and on no other", { from: KAFKA, to: DATABASE, port: 22 }, false],
  ["the internet is closed where it is not declared", { from: UI, to: INTERNET, port: 443 }, false],
  ["and open where it is", { from: OPEN_POD, to: INTERNET, port: 443 }, true],
  ["but not the machines of the network by way of it", { from: OPEN_POD, to: OTHER_IN_VPC, port: 22 }, false],
  ["nor the bastion", { from: OPEN_POD, to: BASTION, port: 22 }, false],
  ["nor the nodes", { from: OPEN_POD, to: { address: "192.168.128.12" }, port: 10250 }, false],
  ["nor the pods of others", { from: OPEN_POD, to: { pod: "devops/jenkins" }, port: 8080 }, false],
  ["nor the services", { from: OPEN_POD, to: { address: "172.20.0.1" }, port: 443 }, false],
];

/** Questions about host names, which Cilium alone knows. */
const HOSTS: readonly Row[] = [
  [
    "the declared host answers on its port",
    { from: UI, to: { address: "203.0.113.90", name: "api.example.com" }, port: 443 },
    true,
  ],
  ["and on no other", { from: UI, to: { address: "203.0.113.90", name: "api.example.com" }, port: 80 }, false],
  ["another host does not", { from: UI, to: { address: "203.0.113.91", name: "www.example.com" }, port: 443 }, false],
  [
    "nor does the host where it leads to the metadata",
    { from: UI, to: { ...METADATA, name: "api.example.com" }, port: 443 },
    false,
  ],
  ["or into the network", { from: UI, to: { ...OTHER_IN_VPC, name: "api.example.com" }, port: 443 }, false],
  [
    "and the neighbour does not reach it",
    { from: NEIGHBOUR, to: { address: "203.0.113.90", name: "api.example.com" }, port: 443 },
    false,
  ],
];

describe.each(["standard", "cilium"] as const)(
  "who reaches whom in and around a sandbox, with the CNI %s (INF-29)",
  (cni) => {
    const ask = asker(cni);

    it.each(QUESTIONS)("%s", (_, question, allowed) => {
      const answer = ask(question);
      expect(answer.allowed, answer.because).toBe(allowed);
    });
  },
);

describe("who reaches whom by host name, with Cilium (INF-32)", () => {
  const ask = asker("cilium");

  it.each(HOSTS)("%s", (_, question, allowed) => {
    const answer = ask(question);
    expect(answer.allowed, answer.because).toBe(allowed);
  });
});

describe("why node ports keep the source address (rule 13)", () => {
  it.each(["standard", "cilium"] as const)("with Cluster, the pod would see a node, and refuse it (%s)", (cni) => {
    const answer = asker(cni, "Cluster")({ from: BASTION, to: { node: "node-2" }, port: 30040 });
    expect(answer.allowed, answer.because).toBe(false);
    expect(answer.because).toContain("192.168.128.12");
  });
});
