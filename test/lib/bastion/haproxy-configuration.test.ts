import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { haproxyConfiguration, MARK } from "../../../lib/bastion/haproxy-configuration";
import type { Way } from "../../../lib/way";
import { ways } from "../../support/arbitrary-ways";

/** A section of a configuration. */
interface Section {
  readonly kind: string;
  readonly name: string;
  readonly lines: readonly string[];
}

/** A counterexample of thousands of networks is made smaller for a while, not for minutes. */
const SHRINKING = { interruptAfterTimeLimit: 10_000 };

const WAY: Way = { port: 30040, owner: "pilot2", target: "kafka", from: "anywhere" };

function sectionsOf(text: string): Section[] {
  const parts = text.trimEnd().split(/\n(?! )/);
  return parts.slice(1).map((part) => {
    const [head = "", ...lines] = part.split("\n").map((line) => line.trim());
    const [kind = "", name = ""] = head.split(" ");
    return { kind, name, lines };
  });
}

function section(text: string, kind: string, name = ""): readonly string[] {
  const found = sectionsOf(text).filter((one) => one.kind === kind && one.name === name);
  expect(found).toHaveLength(1);
  return found[0]?.lines ?? [];
}

/** The words after a keyword, of each line that begins with it. */
function wordsAfter(lines: readonly string[], keyword: string): string[][] {
  return lines
    .filter((line) => line.startsWith(`${keyword} `))
    .map((line) => line.slice(keyword.length + 1).split(" "));
}

function sourcesOf(frontend: readonly string[]): readonly string[] | "anywhere" {
  const gates = wordsAfter(frontend, "tcp-request connection").map((words) => words.join(" "));
  if (gates.length === 0) return "anywhere";
  const networks = wordsAfter(frontend, "acl allowed src").flat();
  expect(gates).toEqual([networks.length === 0 ? "reject" : "reject unless allowed"]);
  return networks;
}

/** The ways that a configuration opens, read back from its text. */
function waysOf(text: string): unknown[] {
  const frontends = sectionsOf(text).filter(({ lines }) => wordsAfter(lines, "default_backend").length > 0);
  return frontends.map(({ lines }) => {
    const servers = wordsAfter(section(text, "backend", wordsAfter(lines, "default_backend")[0]?.[0]), "server");
    expect(servers).toHaveLength(1);
    const [, role, nodePort] = /^\{(.+)\} \{\1\}:(\d+) check$/.exec(servers[0]?.join(" ") ?? "") ?? [];
    const port = Number(wordsAfter(lines, "bind")[0]?.[0]?.slice(1));
    return { port, nodePort: Number(nodePort), role, from: sourcesOf(lines) };
  });
}

describe("the configuration of HAProxy", () => {
  it("begins with the mark by which the program on the machine knows it", () => {
    expect(haproxyConfiguration([]).split("\n")[0]).toBe(MARK);
  });

  it("opens nothing but statistics and metrics where there is no way", () => {
    const names = sectionsOf(haproxyConfiguration([])).map(({ kind, name }) => `${kind} ${name}`.trim());
    expect(names).toEqual(["global", "defaults", "frontend statistics", "frontend metrics"]);
  });

  it("leads to the same port of every worker, and checks it there", () => {
    const text = haproxyConfiguration([WAY]);
    expect(section(text, "frontend", "pilot2_kafka_30040")).toEqual([
      "bind :30040",
      "maxconn 2000",
      "default_backend pilot2_kafka_30040_nodes",
    ]);
    expect(section(text, "backend", "pilot2_kafka_30040_nodes")).toEqual(["server {worker} {worker}:30040 check"]);
  });

  it("passes TCP on, by least connections, and tries another node where one does not answer", () => {
    const lines = section(haproxyConfiguration([WAY]), "defaults");
    for (const line of ["mode tcp", "balance leastconn", "retries 3", "option redispatch 1"])
      expect(lines).toContain(line);
  });

  it("lets a stream be silent for an hour in either direction (INF-32)", () => {
    const lines = section(haproxyConfiguration([WAY]), "defaults");
    for (const kind of ["client", "server", "tunnel"]) expect(lines).toContain(`timeout ${kind} 3600s`);
    for (const side of ["cli", "srv"]) expect(lines).toContain(`option ${side}tcpka`);
  });

  it("takes a node out after three checks, back in after one, and ends what a dead node had", () => {
    const expected = "inter 2s fastinter 500ms downinter 1s fall 3 rise 1 on-marked-down shutdown-sessions";
    expect(wordsAfter(section(haproxyConfiguration([WAY]), "defaults"), "default-server")).toEqual([
      expected.split(" "),
    ]);
  });

  it("logs every connection of a way in which something was said to the journal", () => {
    const text = haproxyConfiguration([WAY]);
    expect(section(text, "global")).toContain("log stdout format raw local0");
    for (const line of ["log global", "option tcplog", "option dontlognull"])
      expect(section(text, "defaults")).toContain(line);
  });

  it("runs as a user of its own in an empty folder", () => {
    const lines = section(haproxyConfiguration([]), "global");
    for (const line of ["user haproxy", "group haproxy", "chroot /var/lib/haproxy"]) expect(lines).toContain(line);
  });

  it("shows statistics on loopback alone", () => {
    const lines = section(haproxyConfiguration([]), "frontend", "statistics");
    for (const line of ["bind 127.0.0.1:8404", "mode http", "stats enable"]) expect(lines).toContain(line);
  });

  it.each(["statistics", "metrics"])("waits for who asks for %s ten seconds, and logs only what goes wrong", (name) => {
    const lines = section(haproxyConfiguration([]), "frontend", name);
    for (const line of ["timeout client 10s", "option dontlog-normal"]) expect(lines).toContain(line);
  });

  it("gives Prometheus its metrics under one path, and refuses every other", () => {
    const lines = section(haproxyConfiguration([]), "frontend", "metrics");
    expect(lines).toContain("bind :8405");
    expect(wordsAfter(lines, "http-request").map((words) => words.join(" "))).toEqual([
      "use-service prometheus-exporter if { path /metrics }",
      "deny",
    ]);
  });
});

describe("the configuration of HAProxy, told otherwise,", () => {
  it("leads to another port, and to the nodes of the Kubernetes API (SB-2)", () => {
    const web = { owner: "testbed", from: "anywhere", to: "control-plane" } as const;
    const text = haproxyConfiguration([
      { ...web, port: 80, nodePort: 32080, target: "http" },
      { ...web, port: 443, nodePort: 32443, target: "https", to: "worker" },
    ]);
    expect(waysOf(text)).toEqual([
      { port: 80, nodePort: 32080, role: "control-plane", from: "anywhere" },
      { port: 443, nodePort: 32443, role: "worker", from: "anywhere" },
    ]);
  });

  it("admits the networks of a way and nobody else", () => {
    const text = haproxyConfiguration([{ ...WAY, from: ["203.0.113.0/24", "198.51.100.7/32"] }]);
    expect(section(text, "frontend", "pilot2_kafka_30040")).toEqual([
      "bind :30040",
      "maxconn 2000",
      "acl allowed src 198.51.100.7/32 203.0.113.0/24",
      "tcp-request connection reject unless allowed",
      "default_backend pilot2_kafka_30040_nodes",
    ]);
  });

  it("admits nobody where a way has no network", () => {
    const text = haproxyConfiguration([{ ...WAY, from: [] }]);
    expect(section(text, "frontend", "pilot2_kafka_30040")).toContain("tcp-request connection reject");
  });

  it("writes a network once that is named twice", () => {
    const text = haproxyConfiguration([{ ...WAY, from: ["203.0.113.0/24", "203.0.113.0/24"] }]);
    expect(waysOf(text)).toMatchObject([{ from: ["203.0.113.0/24"] }]);
  });

  it("has the limits that it is given", () => {
    const limits = {
      idle: 3,
      connect: 4,
      check: 5,
      recheck: 6,
      drain: 7,
      reloads: 2,
      connections: 8,
      connectionsPerWay: 9,
    };
    const text = haproxyConfiguration([WAY], limits);
    expect(section(text, "global")).toEqual(
      expect.arrayContaining(["maxconn 8", "hard-stop-after 7s", "mworker-max-reloads 2"]),
    );
    expect(section(text, "frontend", "pilot2_kafka_30040")).toContain("maxconn 9");
    const lines = section(text, "defaults");
    expect(wordsAfter(lines, "timeout").map((words) => words.join(" "))).toEqual([
      "connect 4s",
      "client 3s",
      "server 3s",
      "tunnel 3s",
      "client-fin 30s",
      "server-fin 30s",
      "check 4s",
    ]);
    expect(wordsAfter(lines, "default-server")[0]).toEqual(expect.arrayContaining(["5s", "6s"]));
  });

  it("answers root by a socket, and learns which servers answer, where whoever reloads it wants that", () => {
    const text = haproxyConfiguration([WAY], {}, { socket: "/run/socket", serverState: "/run/servers" });
    const lines = ["stats socket /run/socket mode 600 level user", "server-state-file /run/servers"];
    expect(section(text, "global")).toEqual(expect.arrayContaining(lines));
    expect(section(text, "defaults")).toContain("load-server-state-from-file global");
    expect(haproxyConfiguration([WAY])).not.toMatch(/socket|state/);
  });

  it("answers at the addresses that it is given", () => {
    const endpoints = { address: "192.0.2.1", statistics: "127.0.0.1:1", metrics: "192.0.2.1:2" };
    const text = haproxyConfiguration([WAY], {}, endpoints);
    expect(section(text, "frontend", "pilot2_kafka_30040")).toContain("bind 192.0.2.1:30040");
    expect(section(text, "frontend", "statistics")).toContain("bind 127.0.0.1:1");
    expect(section(text, "frontend", "metrics")).toContain("bind 192.0.2.1:2");
  });
});

describe("the configuration of HAProxy is refused", () => {
  it("where two ways have one port", () => {
    expect(() => haproxyConfiguration([WAY, { ...WAY, port: 30041 }, { ...WAY, owner: "pilot5b" }])).toThrow(
      "Two ways have the port 30040 of the bastion. Give one of them another port.",
    );
  });
});

describe("the configuration of HAProxy for any ways", () => {
  it("opens exactly these ways", () => {
    fc.assert(
      fc.property(ways, (declared) => {
        const expected = [...declared]
          .sort((a, b) => a.port - b.port)
          .map(({ port, nodePort = port, to: role = "worker", from }) => ({
            port,
            nodePort,
            role,
            from: from === "anywhere" ? from : [...new Set(from)].sort(),
          }));
        expect(waysOf(haproxyConfiguration(declared))).toEqual(expected);
      }),
      SHRINKING,
    );
  });

  it("has no two sections of one kind and name, and no name that HAProxy refuses", () => {
    fc.assert(
      fc.property(ways, (declared) => {
        const sections = sectionsOf(haproxyConfiguration(declared));
        const heads = sections.map(({ kind, name }) => `${kind} ${name}`);
        expect(new Set(heads).size).toBe(heads.length);
        for (const { name } of sections) expect(name).toMatch(/^[A-Za-z0-9._:-]*$/);
      }),
      SHRINKING,
    );
  });

  it("has no line that is too long for HAProxy", () => {
    fc.assert(
      fc.property(ways, (declared) => {
        for (const line of haproxyConfiguration(declared).split("\n")) {
          expect(line.length).toBeLessThanOrEqual(2000);
          expect(line.trim().split(/\s+/).length).toBeLessThanOrEqual(64);
        }
      }),
      SHRINKING,
    );
  });

  it("is the same in whatever order they and their networks stand", () => {
    const turned = ({ from, ...way }: Way): Way => ({ ...way, from: from === "anywhere" ? from : [...from].reverse() });
    fc.assert(
      fc.property(ways, (declared) => {
        expect(haproxyConfiguration([...declared].reverse().map(turned))).toBe(haproxyConfiguration(declared));
      }),
      SHRINKING,
    );
  });
});
