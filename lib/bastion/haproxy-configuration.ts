import type { Way } from "../way";
import { assertWay } from "./assert-way";
import { type HaproxyLimits, withDefaults } from "./haproxy-limits";
import { proxyName } from "./proxy-name";

/** Where HAProxy answers. */
export interface HaproxyEndpoints {
  /** IPv4 address on which the ways are open. Default: every address of the machine */
  readonly address?: string;
  /** Address and port of the statistics. Default: `127.0.0.1:8404`, the machine itself alone */
  readonly statistics?: string;
  /** UNIX socket by which root asks it for its state. Default: none */
  readonly socket?: string;
  /** File by which whoever reloads HAProxy tells it which servers answer. Default: none, each begins as one that does */
  readonly serverState?: string;
  /** Address and port of the metrics for Prometheus, under `/metrics`. Default: `:8405`, which no firewall opens yet */
  readonly metrics?: string;
}

/** First line of every configuration: by it the program on the machine knows one from anything else. */
export const MARK = "# HAProxy of a testbed. Do not edit: the next refresh writes it anew.";

const STATISTICS = "127.0.0.1:8404";
const METRICS = ":8405";

/** Most networks on one line: HAProxy takes 64 words. */
const NETWORKS_PER_LINE = 40;

/**
 * The configuration of HAProxy for these ways, for its versions 2.6 and newer. A line with `{worker}` or `{control-plane}`
 * stands for one line for each node of that role, and `{digest}` for what tells this configuration from others;
 * `withNodes` writes them, or the program on the bastion, which knows the nodes of the moment. The text depends on nothing
 * else: the same ways in any order give the same text.
 *
 * Connections go through unchanged (TCP, no TLS of its own), to a port that answers: each port is checked on each node, because
 * a node without the pod does not answer (`externalTrafficPolicy: Local`).
 *
 * @throws Error when two ways have one port, or one cannot stand in a configuration
 */
export function haproxyConfiguration(
  ways: readonly Way[],
  limits: HaproxyLimits = {},
  endpoints: HaproxyEndpoints = {},
): string {
  const sorted = [...ways].sort((a, b) => a.port - b.port);
  const twin = sorted.find(({ port }, index) => sorted[index + 1]?.port === port);
  if (twin) throw new Error(`Two ways have the port ${twin.port} of the bastion. Give one of them another port.`);
  const own = [endpoints.statistics ?? STATISTICS, endpoints.metrics ?? METRICS].map(portOf);
  for (const way of ways) assertWay(way, own);
  const all = withDefaults(limits);
  const sections = [
    globalSection(all, endpoints),
    defaultsSection(all, endpoints),
    ...ownSections(endpoints),
    ...sorted.flatMap((way) => waySections(way, endpoints.address ?? "", all)),
  ];
  return [MARK, ...sections.map(([head, ...lines]) => [head, ...lines.map((line) => `  ${line}`)].join("\n")), ""].join(
    "\n",
  );
}

function portOf(address: string): number {
  return Number(address.split(":").at(-1));
}

type Section = readonly [head: string, ...lines: string[]];

function globalSection(
  { connections, drain, reloads }: Required<HaproxyLimits>,
  { socket, serverState }: HaproxyEndpoints,
): Section {
  return [
    "global",
    // Whoever reloads HAProxy sees by it what is loaded.
    "description {digest}",
    "log stdout format raw local0",
    `maxconn ${connections}`,
    `hard-stop-after ${drain}s`,
    `mworker-max-reloads ${reloads}`,
    "user haproxy",
    "group haproxy",
    "chroot /var/lib/haproxy",
    ...(socket === undefined ? [] : [`stats socket ${socket} mode 600 level user`]),
    ...(serverState === undefined ? [] : [`server-state-file ${serverState}`]),
  ];
}

/** A connection is tried again on another node; what a dead node had is closed, so that clients notice and come back. */
function defaultsSection(
  { idle, connect, check, recheck }: Required<HaproxyLimits>,
  { serverState }: HaproxyEndpoints,
): Section {
  return [
    "defaults",
    "mode tcp",
    "log global",
    "option tcplog",
    "option dontlognull",
    "option clitcpka",
    "option srvtcpka",
    "option redispatch 1",
    "retries 3",
    "balance leastconn",
    `timeout connect ${connect}s`,
    `timeout client ${idle}s`,
    `timeout server ${idle}s`,
    `timeout tunnel ${idle}s`,
    "timeout client-fin 30s",
    "timeout server-fin 30s",
    `timeout check ${connect}s`,
    `default-server inter ${check}s fastinter 500ms downinter ${recheck}s fall 3 rise 1 on-marked-down shutdown-sessions`,
    ...(serverState === undefined ? [] : ["load-server-state-from-file global"]),
  ];
}

function ownSections({ statistics = STATISTICS, metrics = METRICS }: HaproxyEndpoints): Section[] {
  const web = ["mode http", "option httplog", "option dontlog-normal", "timeout client 10s"];
  return [
    ["frontend statistics", `bind ${statistics}`, ...web, "stats enable", "stats uri /"],
    [
      "frontend metrics",
      `bind ${metrics}`,
      ...web,
      "http-request use-service prometheus-exporter if { path /metrics }",
      "http-request deny",
    ],
  ];
}

function waySections(way: Way, address: string, { connectionsPerWay }: Required<HaproxyLimits>): Section[] {
  const { port, nodePort = port, to = "worker", from, proxyProtocol = false } = way;
  const check = proxyProtocol ? "check send-proxy-v2 check-send-proxy" : "check";
  const name = proxyName(way);
  return [
    [
      `frontend ${name}`,
      `bind ${address}:${port}`,
      `maxconn ${connectionsPerWay}`,
      ...gate(from),
      `default_backend ${name}_nodes`,
    ],
    // HAProxy 3.3 takes no backend of the name of a frontend.
    [`backend ${name}_nodes`, `server {${to}} {${to}}:${nodePort} ${check}`],
  ];
}

/** Who may come in, beside what the firewall says. */
function gate(from: Way["from"]): string[] {
  if (from === "anywhere") return [];
  if (from.length === 0) return ["tcp-request connection reject"];
  const networks = [...new Set(from)].sort();
  const lines = Array.from({ length: Math.ceil(networks.length / NETWORKS_PER_LINE) }, (_, index) =>
    networks.slice(index * NETWORKS_PER_LINE, (index + 1) * NETWORKS_PER_LINE),
  );
  return [...lines.map((line) => `acl allowed src ${line.join(" ")}`), "tcp-request connection reject unless allowed"];
}
