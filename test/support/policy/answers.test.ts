import { describe, expect, it } from "vitest";
import {
  type Asked,
  answer,
  BASTION,
  CLIENT,
  ciliumPolicy,
  egressOfA,
  HOST,
  ingressOfB,
  networkPolicy,
  SERVER,
  service,
} from "./fixtures";

const OPEN = networkPolicy("b/open", { ingress: [{}] });
const PORT = service("b/web", { selector: { app: "server" }, ports: [{ port: 8080, nodePort: 30040 }] });

type Reason = readonly [given: string, objects: readonly unknown[], asked: Asked, because: string];

const REASONS: readonly Reason[] = [
  [
    "no policy",
    [],
    [HOST, SERVER],
    "ingress of pod b/server: no policy isolates it, so 203.0.113.9 on 8080/TCP passes",
  ],
  [
    "one policy that allows and one that does not",
    [ingressOfB(), OPEN],
    [CLIENT, SERVER],
    "egress of pod a/client: no policy isolates it, so pod b/server (10.1.1.1) on 8080/TCP passes; " +
      "ingress of pod b/server: NetworkPolicy b/open allows pod a/client (10.1.0.1) on 8080/TCP",
  ],
  [
    "isolation on one side",
    [egressOfA(), OPEN],
    [CLIENT, SERVER],
    "egress of pod a/client: isolated by NetworkPolicy a/out, and no rule allows pod b/server (10.1.1.1) on 8080/TCP",
  ],
  [
    "isolation on both sides",
    [egressOfA(), ingressOfB()],
    [CLIENT, SERVER],
    "egress of pod a/client: isolated by NetworkPolicy a/out, and no rule allows pod b/server (10.1.1.1) on 8080/TCP; " +
      "ingress of pod b/server: isolated by NetworkPolicy b/in, and no rule allows pod a/client (10.1.0.1) on 8080/TCP",
  ],
  [
    "isolation by two kinds of policies",
    [ingressOfB(), ciliumPolicy("b/x", { ingress: [{}] })],
    [HOST, SERVER],
    "ingress of pod b/server: isolated by NetworkPolicy b/in and CiliumNetworkPolicy b/x, " +
      "and no rule allows 203.0.113.9 on 8080/TCP",
  ],
  [
    "a policy that denies",
    [ciliumPolicy("b/x", { ingressDeny: [{ fromEntities: ["world"] }] })],
    [HOST, SERVER],
    "ingress of pod b/server: CiliumNetworkPolicy b/x denies 203.0.113.9 on 8080/TCP",
  ],
  [
    "the node of the pod",
    [ingressOfB()],
    [{ node: "n2" }, SERVER],
    "ingress of pod b/server: no policy comes between a pod and its own node n2 (10.0.0.2)",
  ],
  [
    "a node port that hides the client",
    [PORT, ingressOfB()],
    [BASTION, { node: "n1" }, "30040"],
    "node port 30040 of node n1 (service b/web) leads to pod b/server: ingress of pod b/server: isolated by NetworkPolicy b/in, " +
      "and no rule allows node n1 (10.0.0.1), which stands for 192.0.2.10 on 8080/TCP",
  ],
  ["a port that a service has not", [PORT], [CLIENT, { service: "b/web" }, "80"], "service b/web has no port 80/TCP"],
  ["a pod that asks itself", [ingressOfB()], [SERVER, SERVER], "a pod always reaches itself"],
];

describe("answers", () => {
  it.each(REASONS)("given %s, when asked, then the answer names it", (_given, objects, asked, because) => {
    expect(answer("cilium", objects, ...asked).because).toBe(because);
  });
});
