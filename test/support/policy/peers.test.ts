import { describe } from "vitest";
import { allows, refuses } from "./cases";
import { CLIENT, DNS, HOST, ingressOfB, OTHER, PEER, SERVER } from "./fixtures";

const FRONT = { podSelector: { matchLabels: { tier: "front" } } };
const RED = { namespaceSelector: { matchLabels: { team: "red" } } };

const from = (...peers: unknown[]) => [ingressOfB({ from: peers })];
const teamIs = (operator: string, ...values: string[]) =>
  from({ namespaceSelector: { matchExpressions: [{ key: "team", operator, ...(values.length > 0 && { values }) }] } });

describe("peers of NetworkPolicies", () => {
  allows("standard", [
    ["both selectors in one peer, both met", from({ ...RED, ...FRONT }), CLIENT, SERVER],
    ["the selectors as two peers, the first met", from(RED, FRONT), OTHER, SERVER],
    ["the selectors as two peers, the second met", from(RED, FRONT), PEER, SERVER],
    ["an empty selector of pods, from the same namespace", from({ podSelector: {} }), PEER, SERVER],
    ["a selector of namespaces alone", from(RED), OTHER, SERVER],
    ["an empty selector of namespaces", from({ namespaceSelector: {} }), DNS, SERVER],
    [
      "a namespace by its name, which Kubernetes adds as a label",
      from({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "a" } } }),
      CLIENT,
      SERVER,
    ],
    ["In with the value", teamIs("In", "green", "red"), CLIENT, SERVER],
    ["NotIn with another value", teamIs("NotIn", "green"), CLIENT, SERVER],
    ["NotIn without the label", teamIs("NotIn", "red"), DNS, SERVER],
    ["Exists with the label", teamIs("Exists"), CLIENT, SERVER],
    ["DoesNotExist without the label", teamIs("DoesNotExist"), DNS, SERVER],
  ]);
  refuses("standard", [
    ["both selectors in one peer, the namespace not met", from({ ...RED, ...FRONT }), PEER, SERVER],
    ["both selectors in one peer, the pod not met", from({ ...RED, ...FRONT }), OTHER, SERVER],
    ["an empty selector of pods, from another namespace", from({ podSelector: {} }), CLIENT, SERVER],
    ["a selector of pods alone, from another namespace", from(FRONT), CLIENT, SERVER],
    ["a selector of namespaces alone, from its own", from(RED), PEER, SERVER],
    ["an empty selector of namespaces, from outside", from({ namespaceSelector: {} }), HOST, SERVER],
    ["In without the label", teamIs("In", "red"), DNS, SERVER],
    ["NotIn with the value", teamIs("NotIn", "red"), CLIENT, SERVER],
    ["Exists without the label", teamIs("Exists"), DNS, SERVER],
    ["DoesNotExist with the label", teamIs("DoesNotExist"), CLIENT, SERVER],
    [
      "two labels of which one is met",
      from({ namespaceSelector: {}, podSelector: { matchLabels: { app: "client", tier: "back" } } }),
      CLIENT,
      SERVER,
    ],
    [
      "a label that is met and an expression that is not",
      from({
        namespaceSelector: { matchLabels: { team: "red" }, matchExpressions: [{ key: "x", operator: "Exists" }] },
      }),
      CLIENT,
      SERVER,
    ],
  ]);
});
