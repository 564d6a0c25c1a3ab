import { describe } from "vitest";
import { allows, refuses } from "./cases";
import { CLIENT, HOST, networkPolicy, PEER, SERVER } from "./fixtures";

const TO_HOST = { to: [{ ipBlock: { cidr: "203.0.113.0/24" } }] };
const FROM_CLIENT = { from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: "client" } } }] };

describe("isolation by NetworkPolicies", () => {
  allows("standard", [
    ["no policy", [], CLIENT, SERVER],
    ["a policy of another namespace", [networkPolicy("a/x", { policyTypes: ["Ingress"] })], CLIENT, SERVER],
    [
      "a policy for other pods of the namespace",
      [networkPolicy("b/x", { podSelector: { matchLabels: { app: "peer" } }, policyTypes: ["Ingress"] })],
      CLIENT,
      SERVER,
    ],
    [
      "ingress isolation of the one who asks",
      [networkPolicy("b/x", { podSelector: {}, policyTypes: ["Ingress"] })],
      SERVER,
      CLIENT,
    ],
    [
      "egress isolation of the one who is asked",
      [networkPolicy("b/x", { podSelector: {}, policyTypes: ["Egress"] })],
      CLIENT,
      SERVER,
    ],
    [
      "a policy of which only one of two allows",
      [
        networkPolicy("b/deny", { podSelector: {}, policyTypes: ["Ingress"] }),
        networkPolicy("b/allow", { podSelector: {}, ingress: [FROM_CLIENT] }),
      ],
      CLIENT,
      SERVER,
    ],
    ["a rule without peers and ports", [networkPolicy("b/x", { ingress: [{}] })], HOST, SERVER, "53/UDP"],
    ["a rule with an empty list of peers", [networkPolicy("b/x", { ingress: [{ from: [] }] })], HOST, SERVER],
    ["a rule with an empty list of ports", [networkPolicy("b/x", { ingress: [{ ports: [] }] })], CLIENT, SERVER],
    ["no types and no egress rules", [networkPolicy("b/x", { podSelector: {} })], SERVER, CLIENT],
    ["no types and an empty egress", [networkPolicy("b/x", { podSelector: {}, egress: [] })], SERVER, CLIENT],
    ["an empty list of types and no egress rules", [networkPolicy("b/x", { policyTypes: [] })], SERVER, CLIENT],
    [
      "egress isolation with the default types, to the host that is allowed",
      [networkPolicy("b/x", { egress: [TO_HOST] })],
      SERVER,
      HOST,
    ],
    ["isolation both ways, to itself", [networkPolicy("b/x", { policyTypes: ["Ingress", "Egress"] })], SERVER, SERVER],
  ]);
  refuses("standard", [
    ["isolation without rules", [networkPolicy("b/x", { podSelector: {}, policyTypes: ["Ingress"] })], CLIENT, SERVER],
    [
      "isolation of one pod by name of its label",
      [networkPolicy("b/x", { podSelector: { matchLabels: { app: "server" } } })],
      CLIENT,
      SERVER,
    ],
    ["isolation by a missing selector of pods", [networkPolicy("b/x", { policyTypes: ["Ingress"] })], CLIENT, SERVER],
    ["an empty list of types, on the way in", [networkPolicy("b/x", { policyTypes: [] })], CLIENT, SERVER],
    ["no types and no egress rules, on the way in", [networkPolicy("b/x", { egress: [] })], CLIENT, SERVER],
    ["no types but egress rules, on the way in", [networkPolicy("b/x", { egress: [TO_HOST] })], CLIENT, SERVER],
    ["no types but egress rules, to another host", [networkPolicy("b/x", { egress: [TO_HOST] })], SERVER, CLIENT],
    [
      "the type Ingress alone with an egress rule, on the way in",
      [networkPolicy("b/x", { policyTypes: ["Ingress"], egress: [{}] })],
      CLIENT,
      SERVER,
    ],
    [
      "ingress rules that the types leave out",
      [
        networkPolicy("b/x", { policyTypes: ["Egress"], ingress: [{}] }),
        networkPolicy("b/deny", { policyTypes: ["Ingress"] }),
      ],
      CLIENT,
      SERVER,
    ],
    [
      "egress allowed but ingress isolated",
      [networkPolicy("a/x", { egress: [{}] }), networkPolicy("b/x", { policyTypes: ["Ingress"] })],
      CLIENT,
      SERVER,
    ],
    [
      "ingress allowed but egress isolated",
      [networkPolicy("a/x", { policyTypes: ["Egress"] }), networkPolicy("b/x", { ingress: [{}] })],
      CLIENT,
      SERVER,
    ],
    [
      "isolation of a namespace, between its own pods",
      [networkPolicy("b/x", { policyTypes: ["Ingress"] })],
      PEER,
      SERVER,
    ],
  ]);
});
