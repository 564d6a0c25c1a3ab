import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";

/** A way in, as the files of a testbed say it. */
export interface DeclaredWay {
  /** Port of the bastion. */
  readonly port: number;
  /** Port of the nodes. */
  readonly nodePort: number;
  readonly to: "worker" | "control-plane";
  /** IPv4 networks that may come in. */
  readonly from: readonly string[];
}

interface WrittenPlace {
  readonly sources: Readonly<Record<string, readonly string[]>>;
  readonly openstack: { readonly apiAccess?: readonly string[]; readonly ssh?: { readonly from: readonly string[] } };
}

interface WrittenSandbox {
  readonly expose: readonly { readonly nodePort?: number; readonly host?: string; readonly from?: readonly string[] }[];
}

const EVERYWHERE = ["0.0.0.0/0"];
const NODE_PORTS = "30000-32767";

/** The ways in of a testbed, read as a person reads its files: nothing of the library takes part. */
export class Declared {
  readonly ways: readonly DeclaredWay[];
  /** Networks from which people log in. */
  readonly login: readonly string[];

  /** Reads the place and the sandboxes in a folder. */
  constructor(directory: string, place: string) {
    const read = <T>(...path: string[]): T => parse(readFileSync(join(directory, ...path), "utf8"));
    const { sources, openstack } = read<WrittenPlace>("places", `${place}.yaml`);
    const networks = (names: readonly string[]) => [...new Set(names.flatMap((name) => sources[name] ?? []))].sort();
    const exposed = readdirSync(join(directory, "sandboxes")).flatMap(
      (file) => read<WrittenSandbox>("sandboxes", basename(file)).expose,
    );
    const hosts = exposed.some(({ host }) => host !== undefined)
      ? [way(80, 32080, EVERYWHERE), way(443, 32443, EVERYWHERE)]
      : [];
    const byPort = exposed.flatMap(({ nodePort, from = [] }) =>
      nodePort === undefined ? [] : [way(nodePort, nodePort, networks(from))],
    );
    const api = networks(openstack.apiAccess ?? []);
    const all = [
      ...hosts,
      ...byPort,
      ...(api.length > 0 ? [{ ...way(6443, 6443, api), to: "control-plane" as const }] : []),
    ];
    this.ways = all.sort((a, b) => a.port - b.port);
    this.login = networks(openstack.ssh?.from ?? []);
  }

  /** The rules that each security group has then, one a line; `entry`, `nodes` and `control-plane` name the groups. */
  get rules() {
    const ports = (to: DeclaredWay["to"]) => [
      ...this.ways.filter((way) => way.to === to).map(({ nodePort }) => nodePort),
      ...(this.login.length > 0 ? [22, ...(to === "control-plane" ? [6443] : [])] : []),
    ];
    const from = (peer: string, list: readonly number[]) =>
      [...new Set(list)].map((port) => `ingress tcp ${port}-${port} ${peer}`);
    const on = (peer: string, list: readonly number[]) => {
      const others = [...new Set(list)].filter((port) => port < 30_000);
      const toNodePorts = others.length < new Set(list).size ? [`egress tcp ${NODE_PORTS} ${peer}`] : [];
      return [...toNodePorts, ...others.map((port) => `egress tcp ${port}-${port} ${peer}`)];
    };
    const outside = ["tcp 443-443", "tcp 80-80", "tcp 53-53", "udp 53-53", "udp 123-123"].map(
      (what) => `egress ${what} 0.0.0.0/0`,
    );
    return {
      entry: [
        ...this.ways.flatMap(({ port, from: networks }) => networks.flatMap((network) => from(network, [port]))),
        ...this.login.flatMap((network) => from(network, [22])),
        ...on("nodes", ports("worker")),
        ...on("control-plane", ports("control-plane")),
        ...outside,
      ].sort(),
      nodes: ["ingress nodes", "egress 0.0.0.0/0", ...from("entry", ports("worker"))].sort(),
      controlPlane: from("entry", ports("control-plane")).sort(),
    };
  }

  /** What HAProxy does with each port then: who may come in, and where it hands them on. */
  handsOn(nodes: Readonly<Record<DeclaredWay["to"], readonly string[]>>): HandedOn[] {
    return this.ways.map(({ port, nodePort, to, from }) => ({
      port,
      from: from.includes("0.0.0.0/0") ? [] : from,
      to: nodes[to].map((address) => `${address}:${nodePort}`).sort(),
    }));
  }
}

function way(port: number, nodePort: number, from: readonly string[]): DeclaredWay {
  return { port, nodePort, to: "worker", from };
}

/** A port of HAProxy: the networks that may come in, none where all may, and the servers behind it. */
export interface HandedOn {
  readonly port: number;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** What a configuration of HAProxy does with the ports that others reach, but for its metrics. */
export function handedOn(configuration: string): HandedOn[] {
  const sections = configuration.split(/^(?=\w)/m).map((section) => section.split("\n").map((line) => line.trim()));
  const servers = (backend: string | undefined) =>
    sections
      .filter(([head]) => head === `backend ${backend}`)
      .flatMap((lines) => lines.flatMap((line) => /^server \S+ (\S+) /.exec(line)?.[1] ?? []));
  const frontends = sections.flatMap(([head = "", ...lines]) => {
    const words = (start: string) =>
      lines.filter((line) => line.startsWith(start)).map((line) => line.slice(start.length));
    const [port] = words("bind :");
    const [backend] = words("default_backend ");
    if (!head.startsWith("frontend ") || port === undefined || backend === undefined) return [];
    const guarded = lines.includes("tcp-request connection reject unless allowed");
    const from = guarded ? words("acl allowed src ").flatMap((networks) => networks.split(" ")) : [];
    return [{ port: Number(port), from: from.sort(), to: servers(backend).sort() }];
  });
  return frontends.sort((a, b) => a.port - b.port);
}
