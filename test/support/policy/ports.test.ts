import { describe } from "vitest";
import { allows, refuses } from "./cases";
import { CLIENT, egressOfA, HOST, ingressOfB, PEER, SERVER } from "./fixtures";

const into = (...ports: unknown[]) => [ingressOfB({ ports })];
const out = (...ports: unknown[]) => [egressOfA({ ports })];

describe("ports of NetworkPolicies", () => {
  allows("standard", [
    ["a number", into({ port: 8080 }), CLIENT, SERVER],
    ["a number among others", into({ port: 80 }, { port: 8080 }), CLIENT, SERVER],
    ["a protocol without a port", into({ protocol: "UDP" }), CLIENT, SERVER, "1/UDP"],
    ["a name that the pod has for the number", into({ port: "http" }), CLIENT, SERVER],
    ["a name that another pod has for another number", into({ port: "http" }), CLIENT, PEER, "9090"],
    ["a name with its protocol", into({ port: "dns", protocol: "UDP" }), CLIENT, SERVER, "5353/UDP"],
    ["a name on the way out, as the target has it", out({ port: "http" }), CLIENT, PEER, "9090"],
    ["the first port of a range", into({ port: 8080, endPort: 8090 }), CLIENT, SERVER, "8080"],
    ["the last port of a range", into({ port: 8000, endPort: 8080 }), CLIENT, SERVER, "8080"],
  ]);
  refuses("standard", [
    ["another number", into({ port: 80 }), CLIENT, SERVER],
    ["the number, but UDP asked", into({ port: 8080 }), CLIENT, SERVER, "8080/UDP"],
    ["the number for UDP, but TCP asked", into({ port: 8080, protocol: "UDP" }), CLIENT, SERVER],
    ["an empty port, but UDP asked", into({}), CLIENT, SERVER, "53/UDP"],
    ["a name that the pod has for another number", into({ port: "http" }), CLIENT, PEER, "8080"],
    ["a name with another protocol", into({ port: "dns" }), CLIENT, SERVER, "5353"],
    ["a name of a UDP port, but TCP asked", into({ port: "dns", protocol: "UDP" }), CLIENT, SERVER, "5353"],
    ["a name on the way to a host outside", out({ port: "http" }), CLIENT, HOST, "8080"],
    ["the port after a range", into({ port: 8000, endPort: 8079 }), CLIENT, SERVER],
    ["the port before a range", into({ port: 8081, endPort: 8090 }), CLIENT, SERVER],
    [
      "the port in one rule and the peer in another",
      [
        ingressOfB(
          { ports: [{ port: 8080 }], from: [{ podSelector: {} }] },
          { from: [{ namespaceSelector: {} }], ports: [{ port: 1 }] },
        ),
      ],
      CLIENT,
      SERVER,
    ],
  ]);
});
