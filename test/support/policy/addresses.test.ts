import { describe } from "vitest";
import { allows, refuses } from "./cases";
import { BASTION, CLIENT, egressOfA, HOST, ingressOfB, METADATA, PEER, SERVER } from "./fixtures";

const N1 = { node: "n1" };
const N2 = { node: "n2" };

const from = (cidr: string, ...except: string[]) => [ingressOfB({ from: [{ ipBlock: { cidr, except } }] })];
const to = (cidr: string, ...except: string[]) => [egressOfA({ to: [{ ipBlock: { cidr, except } }] })];

describe("ranges of addresses in NetworkPolicies", () => {
  allows("standard", [
    ["a range with the host", from("203.0.113.0/24"), HOST, SERVER],
    ["a hole elsewhere", from("203.0.113.0/24", "203.0.113.16/28"), HOST, SERVER],
    ["a range with the address of a pod", from("10.1.0.0/24"), CLIENT, SERVER],
    ["a range with the address of a node", from("10.0.0.1/32"), N1, SERVER],
    ["isolation, from the node that runs the pod", [ingressOfB()], N2, SERVER],
    ["isolation, to the node that runs the pod", [egressOfA()], CLIENT, N1],
    ["a range with the address of a pod, on the way out", to("10.1.1.1/32"), CLIENT, SERVER],
    ["a range of the other family beside one that holds", [...from("::/0"), ...from("192.0.2.10/32")], BASTION, SERVER],
    ["a range of IPv6 with the host", from("2001:db8::/32"), { address: "2001:DB8::1" }, SERVER],
    [
      "a hole in one range that another one fills",
      [
        ingressOfB({ from: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["203.0.113.0/24"] } }] }),
        ...from("203.0.113.9/32"),
      ],
      HOST,
      SERVER,
    ],
  ]);
  refuses("standard", [
    ["a range without the host", from("203.0.113.0/29"), HOST, SERVER],
    ["a hole with the host", from("203.0.113.0/24", "203.0.113.8/30"), HOST, SERVER],
    ["everything but the metadata of the cloud", to("0.0.0.0/0", "169.254.0.0/16"), CLIENT, METADATA],
    ["a hole with the address of a pod", from("10.0.0.0/8", "10.1.0.0/16"), CLIENT, SERVER],
    ["isolation, from another node", [ingressOfB()], N1, SERVER],
    ["isolation, to another node", [egressOfA()], CLIENT, N2],
    ["every IPv4 address, from IPv6", from("0.0.0.0/0"), { address: "2001:db8::1" }, SERVER],
    ["every IPv6 address, from IPv4", from("::/0"), HOST, SERVER],
  ]);
});

describe("ranges of addresses in NetworkPolicies under Cilium", () => {
  allows("cilium", [
    ["a range with the host", from("203.0.113.0/24"), HOST, SERVER],
    ["isolation, from the node that runs the pod", [ingressOfB()], N2, SERVER],
    ["pods by label", [ingressOfB({ from: [{ namespaceSelector: {} }] })], CLIENT, SERVER],
  ]);
  refuses("cilium", [
    ["every address, from a pod", from("0.0.0.0/0"), CLIENT, SERVER],
    ["every address, to a pod", to("0.0.0.0/0"), CLIENT, PEER],
    ["every address, from another node", from("0.0.0.0/0"), N1, SERVER],
    ["isolation, to the node that runs the pod", [egressOfA()], CLIENT, N1],
  ]);
});
