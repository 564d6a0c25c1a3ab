import { describe, expect, it } from "vitest";
import { externalHaproxy } from "../../../lib/bastion/external-haproxy";
import { apiWay, hostWays } from "../../../lib/bastion/shared-ways";
import type { Way } from "../../../lib/way";

const KAFKA: Way = { port: 30040, owner: "pilot2", target: "lx-kafka", from: ["203.0.113.0/24"] };
const NODES = { worker: ["10.0.0.12", "10.0.0.9"], "control-plane": ["10.0.0.11"] };
const ALL = { ways: [KAFKA, ...hostWays(), apiWay(["192.0.2.0/24"])], nodes: NODES };

const linesOf = (text: string, head: string) =>
  text
    .split(/\n(?! )/)
    .find((section) => section.split("\n")[0] === head)
    ?.split("\n")
    .slice(1)
    .map((line) => line.trim()) ?? [];

describe("the file of an HAProxy in front of given nodes", () => {
  const text = externalHaproxy(ALL);

  it("leads 80 and 443 to the ingress controller on all workers, and tells it who the client is (SB-2)", () => {
    for (const [name, port] of [
      ["testbed_http_80", 32080],
      ["testbed_https_443", 32443],
    ] as const) {
      expect(linesOf(text, `backend ${name}_nodes`)).toEqual([
        `server 10.0.0.9 10.0.0.9:${port} check send-proxy-v2 check-send-proxy`,
        `server 10.0.0.12 10.0.0.12:${port} check send-proxy-v2 check-send-proxy`,
      ]);
    }
  });

  it("leads a node port to the same port of all workers, for its sources alone (SB-1)", () => {
    expect(linesOf(text, "frontend pilot2_lx-kafka_30040")).toEqual([
      "bind :30040",
      "maxconn 2000",
      "acl allowed src 203.0.113.0/24",
      "tcp-request connection reject unless allowed",
      "default_backend pilot2_lx-kafka_30040_nodes",
    ]);
    expect(linesOf(text, "backend pilot2_lx-kafka_30040_nodes")).toEqual([
      "server 10.0.0.9 10.0.0.9:30040 check",
      "server 10.0.0.12 10.0.0.12:30040 check",
    ]);
  });

  it("lets administrators alone to the Kubernetes API (SB-10)", () => {
    expect(linesOf(text, "frontend testbed_api_6443")).toContain("acl allowed src 192.0.2.0/24");
    expect(linesOf(text, "frontend testbed_api_6443")).toContain("tcp-request connection reject unless allowed");
    expect(linesOf(text, "backend testbed_api_6443_nodes")).toEqual(["server 10.0.0.11 10.0.0.11:6443 check"]);
  });

  it("keeps statistics and metrics to its machine: no firewall of ours stands before it", () => {
    expect(linesOf(text, "frontend statistics")).toContain("bind 127.0.0.1:8404");
    expect(linesOf(text, "frontend metrics")).toContain("bind 127.0.0.1:8405");
  });

  it("is whole: nothing is left for a program to fill in, and none is named", () => {
    expect(text).not.toMatch(/\{(worker|control-plane|digest)\}/);
    expect(text).not.toMatch(/testbed\.sock|server-state|refresh/);
  });

  it("says in its head where it comes from, and how it is brought in", () => {
    const head = text.split("\n").filter((line) => line.startsWith("#"));
    expect(head).toHaveLength(2);
    expect(head[1]).toContain("haproxy -c -f");
    expect(head[1]).toContain("systemctl reload haproxy");
  });

  it("is the same in whatever order ways and nodes stand", () => {
    const turned = { ways: [...ALL.ways].reverse(), nodes: { ...NODES, worker: [...NODES.worker].reverse() } };
    expect(externalHaproxy(turned)).toBe(text);
  });

  it("answers at the address that it is given, and gives its metrics where it is told", () => {
    const told = externalHaproxy({ ...ALL, address: "198.51.100.10", metrics: "10.0.0.5:8405" });
    expect(linesOf(told, "frontend testbed_https_443")).toContain("bind 198.51.100.10:443");
    expect(linesOf(told, "frontend metrics")).toContain("bind 10.0.0.5:8405");
  });

  it("needs no node of a role that no way leads to", () => {
    expect(externalHaproxy({ ways: hostWays(), nodes: { worker: ["10.0.0.9"] } })).toContain("10.0.0.9:32443");
  });
});

describe("the file of an HAProxy in front of given nodes is refused", () => {
  it("where a way leads to a role without nodes", () => {
    expect(() => externalHaproxy({ ...ALL, nodes: { worker: ["10.0.0.9"] } })).toThrow(
      "There is no node with the role control-plane. Name at least one.",
    );
  });

  it.each(["node-1.example.org", "10.0.0.0/24", "2001:db8::1", "${TfToken[TOKEN.1]}"])(
    "where a node is %s",
    (address) => {
      expect(() => externalHaproxy({ ...ALL, nodes: { ...NODES, worker: [address] } })).toThrow(
        `The node ${JSON.stringify(address)} is no IPv4 address. Write it as in "10.0.0.11".`,
      );
    },
  );

  it("where two ways have one port", () => {
    expect(() => externalHaproxy({ ...ALL, ways: [KAFKA, { ...KAFKA, owner: "pilot5b" }] })).toThrow(
      "Two ways have the port 30040",
    );
  });
});
