import { IPv4 } from "ipaddr.js";
import { holds } from "./group-rules";

/** Where HAProxy hands a connection on: a port on each node of a role, or nowhere, because it answers itself. */
export type HandedOn = { readonly role: string; readonly port: number } | "itself";

/** HAProxy as one of its configurations makes it. */
export interface BastionProxy {
  /** Ports on which it listens for others. */
  readonly ports: readonly number[];
  /** Where a connection goes; nowhere where it is rejected, and undefined where nobody listens. */
  handsOn(port: number, source: string): readonly HandedOn[] | undefined;
}

interface Frontend {
  readonly port: number;
  readonly address: string;
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly rules: readonly Rule[];
  readonly backend?: string;
}

/** `reject unless allowed`: what happens, and on which condition. */
interface Rule {
  readonly action: string;
  readonly when?: { readonly is: boolean; readonly list: string };
}

/** Lines that decide nothing about who gets where. */
const HARMLESS = /^(mode|option|timeout|maxconn|stats|http-request) /;

/** Reads a configuration in which `{role}` stands for the nodes of a role. A line that it does not know is an error. */
export function readHaproxy(text: string): BastionProxy {
  const sections = text
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .reduce<string[][]>((all, line) => {
      if (!line.startsWith(" ")) all.push([line]);
      else all.at(-1)?.push(line.trim());
      return all;
    }, []);
  const frontends: Frontend[] = [];
  const backends = new Map<string, readonly HandedOn[]>();
  for (const [head = "", ...lines] of sections) {
    const [kind, name = ""] = head.split(" ");
    if (kind === "frontend") frontends.push(readFrontend(name, lines));
    else if (kind === "backend") backends.set(name, lines.map(readServer));
    else if (kind !== "global" && kind !== "defaults") throw new Error(`"${head}" is not known to the reader`);
  }
  const open = frontends.filter(({ address }) => !address.startsWith("127."));
  const ports = open.map(({ port }) => port);
  if (new Set(ports).size < ports.length) throw new Error("two frontends have one port");
  return {
    ports,
    handsOn: (port, source) => {
      const frontend = open.find((one) => one.port === port);
      if (frontend === undefined) return undefined;
      if (!lets(frontend, source)) return [];
      if (frontend.backend === undefined) return ["itself"];
      const servers = backends.get(frontend.backend);
      if (servers === undefined) throw new Error(`there is no backend ${frontend.backend}`);
      return servers;
    },
  };
}

function readFrontend(name: string, lines: readonly string[]): Frontend {
  const lists = new Map<string, readonly string[]>();
  const rules: Rule[] = [];
  let bind: readonly string[] = [];
  let backend: string | undefined;
  for (const line of lines) {
    const [word = "", ...rest] = line.split(" ");
    const [first = "", second, ...more] = rest;
    if (word === "bind" && bind.length === 0 && rest.length === 1) bind = first.split(":");
    else if (word === "acl" && second === "src") lists.set(first, [...(lists.get(first) ?? []), ...more.map(network)]);
    else if (line.startsWith("tcp-request connection ")) rules.push(readRule(line));
    else if (word === "default_backend" && rest.length === 1) backend = first;
    else if (!HARMLESS.test(line)) throw new Error(`frontend ${name}: "${line}" is not known to the reader`);
  }
  const [address = "", port] = bind;
  if (port === undefined) throw new Error(`frontend ${name} listens nowhere`);
  return { port: Number(port), address, lists, rules, ...(backend !== undefined && { backend }) };
}

function readRule(line: string): Rule {
  const [, action = "", condition, list = ""] =
    /^tcp-request connection (accept|reject)(?: (if|unless) ([\w-]+))?$/.exec(line) ?? [];
  if (action === "") throw new Error(`"${line}" is not known to the reader`);
  return { action, ...(condition !== undefined && { when: { is: condition === "if", list } }) };
}

function readServer(line: string): HandedOn {
  const [, role = "", address, port] = /^server \{([a-z-]+)\} \{([a-z-]+)\}:(\d+) check$/.exec(line) ?? [];
  if (port === undefined || role !== address) throw new Error(`"${line}" is not known to the reader`);
  return { role, port: Number(port) };
}

/** The first rule that applies decides; without one, the connection goes on. */
function lets({ rules, lists }: Frontend, source: string): boolean {
  const deciding = rules.find(({ when }) => {
    if (when === undefined) return true;
    const networks = lists.get(when.list);
    if (networks === undefined) throw new Error(`there is no list ${when.list}`);
    return networks.some((one) => holds(one, source)) === when.is;
  });
  return deciding?.action !== "reject";
}

function network(text: string): string {
  const cidr = text.includes("/") ? text : `${text}/32`;
  IPv4.parseCIDR(cidr);
  return cidr;
}
