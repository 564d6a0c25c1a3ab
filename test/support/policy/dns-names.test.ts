import { describe, expect, it } from "vitest";
import { allows, refuses } from "./cases";
import { answer, CLIENT, ciliumPolicy, DNS, networkPolicy } from "./fixtures";

const API = { address: "203.0.113.20", name: "api.example.com" };
const DEEP = { address: "203.0.113.21", name: "v1.api.example.com" };
const HTTPS = { toPorts: [{ ports: [{ port: "443", protocol: "TCP" }] }] };

const dnsRule = (...dns: unknown[]) => ({
  toEndpoints: [{ matchLabels: { "io.kubernetes.pod.namespace": "kube-system", "k8s-app": "kube-dns" } }],
  toPorts: [{ ports: [{ port: "53", protocol: "UDP" }], ...(dns.length > 0 && { rules: { dns } }) }],
});
const EVERY_NAME = dnsRule({ matchPattern: "*" });
const names = (toFQDNs: unknown, dns: unknown = EVERY_NAME) => [
  ciliumPolicy("a/out", { egress: [dns, { toFQDNs: [toFQDNs], ...HTTPS }] }),
];

describe("names of hosts in CiliumNetworkPolicies", () => {
  allows("cilium", [
    ["the name and a DNS rule", names({ matchName: "api.example.com" }), CLIENT, API, "443"],
    [
      "the name in other letters and with the dot of the root",
      names({ matchName: "API.example.com." }),
      CLIENT,
      API,
      "443",
    ],
    [
      "the name and a DNS rule for just that name",
      names({ matchName: "api.example.com" }, dnsRule({ matchName: "api.example.com" })),
      CLIENT,
      API,
      "443",
    ],
    ["a pattern for one label", names({ matchPattern: "*.example.com" }), CLIENT, API, "443"],
    ["a pattern for a part of a label", names({ matchPattern: "a*i.example.com" }), CLIENT, API, "443"],
    ["a pattern for several labels", names({ matchPattern: "**.example.com" }), CLIENT, DEEP, "443"],
    ["a pattern for every name", names({ matchPattern: "*" }), CLIENT, DEEP, "443"],
    [
      "the DNS rule in another policy",
      [...names({ matchName: "api.example.com" }, dnsRule()), ciliumPolicy("a/dns", { egress: [EVERY_NAME] })],
      CLIENT,
      API,
      "443",
    ],
    ["a DNS rule, for the way to DNS itself", names({ matchName: "api.example.com" }), CLIENT, DNS, "53/UDP"],
  ]);
  refuses("cilium", [
    ["no DNS rule", names({ matchName: "api.example.com" }, dnsRule()), CLIENT, API, "443"],
    [
      "a DNS rule for other names",
      names({ matchName: "api.example.com" }, dnsRule({ matchName: "www.example.com" })),
      CLIENT,
      API,
      "443",
    ],
    [
      "a DNS rule of another pod",
      [...names({ matchName: "api.example.com" }, dnsRule()), ciliumPolicy("b/dns", { egress: [EVERY_NAME] })],
      CLIENT,
      API,
      "443",
    ],
    [
      "plain egress to DNS by a NetworkPolicy",
      [
        ...names({ matchName: "api.example.com" }, dnsRule()),
        networkPolicy("a/dns", { egress: [{ ports: [{ port: 53, protocol: "UDP" }] }] }),
      ],
      CLIENT,
      API,
      "443",
    ],
    ["a name that is the start of the one asked", names({ matchName: "api.example" }), CLIENT, API, "443"],
    ["a name that is the end of the one asked", names({ matchName: "example.com" }), CLIENT, API, "443"],
    ["another name", names({ matchName: "www.example.com" }), CLIENT, API, "443"],
    ["another port", names({ matchName: "api.example.com" }), CLIENT, API, "80"],
    ["the address without its name", names({ matchPattern: "*" }), CLIENT, { address: API.address }, "443"],
    ["a pattern for one label, asked with two", names({ matchPattern: "*.example.com" }), CLIENT, DEEP, "443"],
    [
      "a pattern for labels before a name, asked with the name",
      names({ matchPattern: "**.api.example.com" }),
      CLIENT,
      API,
      "443",
    ],
    [
      "a pattern whose dot is a dot",
      names({ matchPattern: "api.example.com" }),
      CLIENT,
      { ...API, name: "apiXexample.com" },
      "443",
    ],
    [
      "a name whose address is a pod",
      names({ matchPattern: "*" }),
      CLIENT,
      { address: "10.1.1.1", name: "api.example.com" },
      "443",
    ],
    [
      "a name whose address is a node",
      names({ matchPattern: "*" }),
      CLIENT,
      { address: "10.0.0.2", name: "api.example.com" },
      "443",
    ],
  ]);

  it("given no DNS rule, when asked, then the answer says what is missing", () => {
    expect(answer("cilium", names({ matchName: "api.example.com" }, dnsRule()), CLIENT, API, "443").because).toBe(
      "egress of pod a/client: isolated by CiliumNetworkPolicy a/out, and no rule allows api.example.com (203.0.113.20) on " +
        "443/TCP; CiliumNetworkPolicy a/out names the host, but no DNS rule lets the pod ask for api.example.com",
    );
  });
});
