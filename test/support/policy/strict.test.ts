import { describe, expect, it } from "vitest";
import {
  answer,
  CLIENT,
  ciliumPolicy,
  clusterWith,
  ingressOfB,
  namespace,
  networkPolicy,
  PODS,
  SERVER,
  service,
} from "./fixtures";
import type { ClusterModel, Cni } from "./model";
import { reachability } from "./reach";

type Fault = readonly [given: string, object: unknown, message: string];

function throws(cni: Cni, faults: readonly Fault[]): void {
  it.each(faults)("given %s, when the cluster is read, then it throws", (_given, object, message) => {
    expect(() => answer(cni, [object], CLIENT, SERVER)).toThrow(message);
  });
}

const peer = (from: unknown) => ingressOfB({ from: [from] });
const port = (...ports: unknown[]) => ingressOfB({ ports });
const block = (cidr: string, ...except: string[]) => peer({ ipBlock: { cidr, except } });
const into = (rule: unknown) => ciliumPolicy("b/in", { ingress: [rule] });
const out = (rule: unknown) => ciliumPolicy("b/out", { egress: [rule] });
const toPort = (...ports: unknown[]) => into({ toPorts: [{ ports }] });
const DNS = [{ matchPattern: "*" }];

describe("what the evaluator does not know or Kubernetes refuses", () => {
  throws("standard", [
    [
      "an object of another kind",
      { apiVersion: "v1", kind: "Pod", metadata: { name: "x", namespace: "b" } },
      "Pod b/x: objects of the kind v1 Pod are not known",
    ],
    [
      "a policy of another version",
      { apiVersion: "networking.k8s.io/v2", kind: "NetworkPolicy", metadata: { name: "x" } },
      "networking.k8s.io/v2 NetworkPolicy are not known",
    ],
    ["an object that is none", "x", "objects[3]: must be an object"],
    [
      "a policy without namespace",
      { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name: "x" }, spec: {} },
      "metadata.namespace: must be text",
    ],
    [
      "an unknown field of a policy",
      networkPolicy("b/x", { podSelectr: {} }),
      "NetworkPolicy b/x.spec.podSelectr: not known to the evaluator",
    ],
    [
      "an unknown field of a rule",
      ingressOfB({ to: [] }),
      "NetworkPolicy b/in.spec.ingress[0].to: not known to the evaluator",
    ],
    [
      "an unknown field of a peer",
      peer({ serviceSelector: {} }),
      "NetworkPolicy b/in.spec.ingress[0].from[0].serviceSelector: not known",
    ],
    ["an unknown field of a selector", peer({ podSelector: { app: "x" } }), ".from[0].podSelector.app: not known"],
    [
      "an unknown field of a rule that the types leave out",
      networkPolicy("b/x", { policyTypes: ["Ingress"], egress: [{ from: [] }] }),
      ".spec.egress[0].from: not known",
    ],
    ["an unknown type", networkPolicy("b/x", { policyTypes: ["ingress"] }), '.policyTypes[0]: "ingress" is not known'],
    [
      "an unknown operator",
      peer({ podSelector: { matchExpressions: [{ key: "x", operator: "Gt" }] } }),
      '.operator: "Gt" is not known',
    ],
    [
      "In without values",
      peer({ podSelector: { matchExpressions: [{ key: "x", operator: "In", values: [] }] } }),
      ".values: In takes at least one value",
    ],
    [
      "Exists with values",
      peer({ podSelector: { matchExpressions: [{ key: "x", operator: "Exists", values: ["y"] }] } }),
      ".values: Exists takes no values",
    ],
    ["an empty peer", peer({}), ".from[0]: must have a selector or an ipBlock"],
    [
      "a block beside a selector",
      peer({ podSelector: {}, ipBlock: { cidr: "10.0.0.0/8" } }),
      ".ipBlock: cannot stand beside a selector",
    ],
    ["peers that are no list", ingressOfB({ from: {} }), ".from: must be a list, but is {}"],
    [
      "a label that is a number",
      peer({ podSelector: { matchLabels: { app: 1 } } }),
      ".matchLabels.app: must be text, but is 1",
    ],
    [
      "a hole outside of its range",
      block("10.0.0.0/16", "10.1.0.0/24"),
      ".ipBlock.except[0]: 10.1.0.0/24 is not inside 10.0.0.0/16",
    ],
    ["a hole around its range", block("10.0.0.0/16", "10.0.0.0/8"), "10.0.0.0/8 is not inside 10.0.0.0/16"],
    [
      "a hole as large as its range",
      block("10.0.0.0/16", "10.0.0.0/16"),
      "10.0.0.0/16 is not inside 10.0.0.0/16 and smaller",
    ],
    ["a hole of the other family", block("0.0.0.0/0", "2001:db8::/32"), "2001:db8::/32 is not inside 0.0.0.0/0"],
    ["a hole that is no range", block("0.0.0.0/0", "10.0.0.0"), '.except[0]: "10.0.0.0" is no range'],
    ["a range that is none", block("10.0.0/8"), '.ipBlock.cidr: "10.0.0/8" is no range'],
    ["a range with too long a prefix", block("10.0.0.0/33"), '"10.0.0.0/33" is no range'],
    [
      "a range with bits behind its prefix",
      block("10.0.0.1/8"),
      "10.0.0.1/8 has bits behind its prefix; write 10.0.0.0/8",
    ],
    ["a range with zeros in front", block("010.0.0.0/8"), '"010.0.0.0/8" is no range'],
    ["a block without a range", peer({ ipBlock: {} }), ".ipBlock.cidr: must be text"],
    ["a port beyond the last", port({ port: 65536 }), ".port: 65536 is no port"],
    ["a port that is a number as text", port({ port: "8080" }), '.port: "8080" is no name of a port'],
    ["a name of a port in capitals", port({ port: "HTTP" }), '"HTTP" is no name of a port'],
    ["a range of a named port", port({ port: "http", endPort: 90 }), ".endPort: needs a port that is a number"],
    ["a range without a first port", port({ endPort: 90 }), ".endPort: needs a port that is a number"],
    ["a range that ends before it starts", port({ port: 90, endPort: 80 }), ".endPort: must not be less than 90"],
    ["an unknown protocol", port({ port: 80, protocol: "ICMP" }), '.protocol: "ICMP" is not known'],
    ["an unknown field of a port", port({ port: 80, name: "x" }), ".ports[0].name: not known"],
    [
      "a service without selector",
      service("b/x", { ports: [] }),
      "Service b/x.spec.selector: services without selector",
    ],
    [
      "an external name",
      service("b/x", { type: "ExternalName", externalName: "x.example" }),
      ".spec.externalName: not known",
    ],
    [
      "a service for its own node alone",
      service("b/x", { selector: { app: "x" }, internalTrafficPolicy: "Local" }),
      '.internalTrafficPolicy: "Local" is not known',
    ],
    [
      "extra addresses of a service",
      service("b/x", { selector: { app: "x" }, externalIPs: ["192.0.2.1"] }),
      ".externalIPs: not known",
    ],
  ]);
});

describe("what the evaluator does not know or Cilium refuses", () => {
  throws("cilium", [
    [
      "rules for HTTP",
      into({ toPorts: [{ ports: [{ port: "80" }], rules: { http: [{}] } }] }),
      "CiliumNetworkPolicy b/in.spec.ingress[0].toPorts[0].rules: not known",
    ],
    [
      "rules for HTTP on the way out",
      out({ toPorts: [{ ports: [{ port: "80" }], rules: { http: [{}] } }] }),
      ".rules.http: not known",
    ],
    ["messages of ICMP", into({ icmps: [{}] }), "CiliumNetworkPolicy b/in.spec.ingress[0].icmps: not known"],
    ["authentication", into({ authentication: { mode: "required" } }), ".authentication: not known"],
    ["services", out({ toServices: [{}] }), ".toServices: not known"],
    ["required labels", into({ fromRequires: [{}] }), ".fromRequires: not known"],
    ["a selector of nodes", ciliumPolicy("b/x", { nodeSelector: {} }), ".spec.nodeSelector: not known"],
    ["groups of ranges", into({ fromCIDRSet: [{ cidrGroupRef: "x" }] }), ".fromCIDRSet[0].cidrGroupRef: not known"],
    [
      "names of servers",
      out({ toPorts: [{ ports: [{ port: "443" }], serverNames: ["x"] }] }),
      ".serverNames: not known",
    ],
    [
      "names in what denies",
      ciliumPolicy("b/x", { egressDeny: [{ toFQDNs: [{ matchName: "x" }] }] }),
      ".egressDeny[0].toFQDNs: not known",
    ],
    [
      "rules in what denies",
      ciliumPolicy("b/x", { egressDeny: [{ toPorts: [{ ports: [{ port: "53" }], rules: { dns: DNS } }] }] }),
      ".toPorts[0].rules: not known",
    ],
    ["an unknown entity", into({ fromEntities: ["health"] }), '.fromEntities[0]: "health" is not known'],
    [
      "two kinds of peers in one rule",
      into({ fromEndpoints: [{}], fromEntities: ["host"] }),
      ".fromEntities: Cilium does not combine this with",
    ],
    [
      "names beside ranges",
      out({ toCIDR: ["10.0.0.0/8"], toFQDNs: [{ matchName: "x" }] }),
      ".toFQDNs: Cilium does not combine this with",
    ],
    ["an empty list of names", out({ toFQDNs: [] }), ".toFQDNs: names no host"],
    [
      "a name and a pattern",
      out({ toFQDNs: [{ matchName: "x", matchPattern: "y" }] }),
      ".toFQDNs[0]: must have either matchName or matchPattern",
    ],
    ["a pattern as a name", out({ toFQDNs: [{ matchName: "*.x" }] }), ".matchName: is compared letter by letter"],
    ["a pattern with other signs", out({ toFQDNs: [{ matchPattern: "[a]" }] }), '.matchPattern: "[a]" is no pattern'],
    [
      "no selector of pods",
      { apiVersion: "cilium.io/v2", kind: "CiliumNetworkPolicy", metadata: { name: "x", namespace: "b" }, spec: {} },
      ".endpointSelector: must say which pods",
    ],
    [
      "neither spec nor specs",
      { apiVersion: "cilium.io/v2", kind: "CiliumNetworkPolicy", metadata: { name: "x", namespace: "b" } },
      "CiliumNetworkPolicy b/x: has neither spec nor specs",
    ],
    [
      "another namespace in the selector",
      ciliumPolicy("b/x", { endpointSelector: { matchLabels: { "k8s:io.kubernetes.pod.namespace": "a" } } }),
      "Cilium ignores another namespace here: the policy is about b",
    ],
    [
      "labels of namespaces",
      into({ fromEndpoints: [{ matchLabels: { "io.cilium.k8s.namespace.labels.team": "red" } }] }),
      "not every version of Cilium reads",
    ],
    [
      "labels of service accounts",
      into({ fromEndpoints: [{ matchLabels: { "io.cilium.k8s.policy.serviceaccount": "x" } }] }),
      "not known to the evaluator",
    ],
    [
      "labels of another source",
      into({ fromEndpoints: [{ matchLabels: { "reserved:ingress": "" } }] }),
      "labels of this source are not known",
    ],
    [
      "a label that Cilium does not see",
      into({ fromEndpoints: [{ matchLabels: { "statefulset.kubernetes.io/pod-name": "x-0" } }] }),
      "Cilium leaves this label out",
    ],
    [
      "a label of a NetworkPolicy that Cilium does not see",
      networkPolicy("b/x", { podSelector: { matchLabels: { "statefulset.kubernetes.io/pod-name": "x-0" } } }),
      "Cilium leaves this label out",
    ],
    ["a port that is a number", toPort({ port: 80 }), ".port: must be text, but is 80"],
    ["a port beyond the last", toPort({ port: "65536" }), ".port: 65536 is no port"],
    ["a range of a named port", toPort({ port: "http", endPort: 90 }), ".endPort: Cilium ignores it"],
    ["a range from the port 0", toPort({ port: "0", endPort: 90 }), ".endPort: does not go with the port 0"],
    ["an unknown protocol", toPort({ port: "80", protocol: "ICMP" }), '.protocol: "ICMP" is not known'],
    ["no ports in an element", toPort(), ".toPorts[0].ports: must name at least one port"],
    [
      "DNS rules on a range of ports",
      out({ toPorts: [{ ports: [{ port: "53", endPort: 54 }], rules: { dns: DNS } }] }),
      ".endPort: DNS rules do not go with a range",
    ],
    [
      "DNS rules without names",
      out({ toPorts: [{ ports: [{ port: "53" }], rules: { dns: [] } }] }),
      ".rules.dns: must hold at least one name",
    ],
    [
      "a hole outside of its range",
      into({ fromCIDRSet: [{ cidr: "10.0.0.0/16", except: ["10.1.0.0/24"] }] }),
      "10.1.0.0/24 is not inside 10.0.0.0/16",
    ],
  ]);
});

describe("models that contradict themselves", () => {
  const [pod = PODS[0], ...others] = PODS;
  const models: readonly (readonly [given: string, model: ClusterModel, message: string])[] = [
    ["a pod on no node", clusterWith([], { nodes: [] }), "there is no node n1"],
    [
      "a pod in no namespace",
      clusterWith([], { pods: [{ ...PODS[0], namespace: "c" } as never] }),
      "there is no namespace c",
    ],
    [
      "a pod with the address of a node",
      clusterWith([], { pods: [{ ...pod, address: "10.0.0.1" } as never, ...others] }),
      "10.0.0.1 belongs to more than one",
    ],
    ["a pod without an address", clusterWith([], { pods: [{ ...pod, address: "x" } as never] }), "x is no address"],
  ];

  it.each(models)("given %s, when the cluster is read, then it throws", (_given, model, message) => {
    expect(() => reachability(model)).toThrow(message);
  });

  it("given a pod that does not exist, when asked, then it throws", () => {
    expect(() => answer("standard", [], { pod: "a/clint" }, SERVER)).toThrow("there is no pod a/clint");
  });

  it("given a port beyond the last, when asked, then it throws", () => {
    expect(() => answer("standard", [], CLIENT, SERVER, "65536")).toThrow("65536 is no port");
  });

  it("given a host outside on both ends, when asked, then it throws", () => {
    expect(() => answer("standard", [], { address: "192.0.2.1" }, { address: "192.0.2.2" })).toThrow(
      "no pod is involved",
    );
  });

  it("given a namespace without labels, when the cluster is read, then its name is one", () => {
    const objects = [
      namespace("c"),
      ingressOfB({ from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "c" } } }] }),
    ];
    const pods = [...PODS, { namespace: "c", name: "x", address: "10.1.0.9", node: "n1" }];
    const ask = reachability(clusterWith(objects, { pods }));
    expect(ask({ from: { pod: "c/x" }, to: SERVER, port: 8080 })).toMatchObject({ allowed: true });
  });
});
