import { describe, expect, it } from "vitest";
import { buildsEgress, doors } from "../../../lib/devops/doors";

const OPTIONS = {
  ingressNamespace: "ingress-nginx",
  tools: ["jenkins", "nexus"] as const,
  directory: true,
  ownCertificates: false,
};
const namespaceOf = (from: object) =>
  (from as { namespaceSelector?: { matchLabels: Record<string, string> } }).namespaceSelector?.matchLabels[
    "kubernetes.io/metadata.name"
  ];

describe("the doors of the tools", () => {
  it("let the directory be reached by the tools alone, and not by agents (INF-24)", () => {
    const { directory } = doors(OPTIONS);
    expect(directory?.ports).toEqual([1636]);
    expect(directory?.from).toEqual([
      {
        podSelector: {
          matchExpressions: [{ key: "app.kubernetes.io/name", operator: "In", values: ["jenkins", "nexus3"] }],
        },
      },
    ]);
  });

  it.each([
    ["jenkins", [8080]],
    ["nexus", [8081, 8082]],
  ])("let the ingress controller, the tools and the agents reach %s", (tool, ports) => {
    const door = doors(OPTIONS)[tool];
    expect(door?.ports).toEqual(ports);
    expect(door?.from.map(namespaceOf)).toEqual(["ingress-nginx", undefined, "devops-builds", "devops-deploys"]);
    expect(door?.from[1]).toEqual({ podSelector: {} });
  });

  it("given a guest in a cluster, then the ingress controller is the one of that place", () => {
    expect(namespaceOf(doors({ ...OPTIONS, ingressNamespace: "testbed-ingress" }).jenkins?.from[0] ?? {})).toBe(
      "testbed-ingress",
    );
  });

  it("given a directory elsewhere, then there is no door to one", () => {
    expect(Object.keys(doors({ ...OPTIONS, directory: false }))).toEqual(["jenkins", "nexus"]);
  });

  it("given a directory without tools, then nobody reaches it: an empty list would name nobody", () => {
    expect(doors({ ...OPTIONS, tools: [] })).toEqual({});
  });

  it("given hosts with certificates of their own, then their authority may ask for them", () => {
    const { acme } = doors({ ...OPTIONS, ownCertificates: true });
    expect(acme).toMatchObject({ to: { "acme.cert-manager.io/http01-solver": "true" }, ports: [8089] });
    expect(acme?.from.map(namespaceOf)).toEqual(["ingress-nginx"]);
  });
});

describe("the ways out of builds", () => {
  const ways = buildsEgress({ closedNetworks: ["10.42.0.0/16", "169.254.0.0/16"], entryAddress: "203.0.113.7" });

  it("lead to the internet, and to no pod, service or machine by its address", () => {
    expect(ways).toContainEqual({
      to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.42.0.0/16", "169.254.0.0/16"] } }],
    });
  });

  it("lead to the tools at their ports, and not to the directory", () => {
    const toTools = ways.find(({ to }) => Array.isArray(to) && to.some((one) => namespaceOf(one) === "devops"));
    expect(toTools?.ports).toEqual([8080, 8081, 8082].map((port) => ({ port: String(port), protocol: "TCP" })));
  });

  it("lead to the testbed's own hosts by the front door", () => {
    expect(ways).toContainEqual({
      to: [{ ipBlock: { cidr: "203.0.113.7/32" } }],
      ports: [
        { port: "80", protocol: "TCP" },
        { port: "443", protocol: "TCP" },
      ],
    });
  });
});
