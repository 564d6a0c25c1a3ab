import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import type { WrittenComponent, WrittenExposure, WrittenSandbox } from "./fifteen-pilots";

/** A port of a component that somebody outside of its sandbox may reach. */
export interface Exposed {
  readonly sandbox: string;
  readonly component: string;
  readonly port: number;
}

/** A way in by node port. */
export interface DeclaredWay extends Exposed {
  readonly replica?: number;
  readonly nodePort: number;
  /** IPv4 networks that may come in, those of `anywhere` too. */
  readonly networks: readonly string[];
}

/** A way in by HTTPS. */
export interface DeclaredHost extends Exposed {
  readonly host: string;
  /** Whether it has a certificate of its own: no wildcard stands for it. */
  readonly ownCertificate: boolean;
}

/** What the files of a testbed say about its ways in, read as a person reads them: nothing of the library takes part. */
export interface Declaration {
  /** Number of entries under `expose`. */
  readonly exposures: number;
  readonly sandboxes: readonly string[];
  /** Named lists of networks. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
  readonly ways: readonly DeclaredWay[];
  readonly hosts: readonly DeclaredHost[];
  /** TCP ports of the internet that a sandbox may reach. */
  readonly internet: Readonly<Record<string, readonly number[]>>;
  /** Pods of a component, such as `pilot8/broker-0`, by `pilot8/broker`. */
  readonly pods: Readonly<Record<string, readonly string[]>>;
}

interface WrittenPlace {
  readonly name: string;
  readonly domain: string;
  readonly sources: Declaration["sources"];
  /** With it, one certificate stands for all hosts below the domain. */
  readonly aws: { readonly hostedZone?: string };
}

/** Reads the description in a folder. Node ports that nobody chose stand in its ledger. */
export function readDeclaration(directory: string): Declaration {
  const read = <T>(file: string): T => parse(readFileSync(join(directory, file), "utf8"));
  const place = read<WrittenPlace>("places/aws.yaml");
  const ledger = read<Record<string, { ports: Record<string, number> }>>("ledger.yaml")[place.name];
  const files = readdirSync(join(directory, "sandboxes")).sort();
  const sandboxes = files.map((file) => [basename(file, ".yaml"), read<WrittenSandbox>(`sandboxes/${file}`)] as const);
  const all = sandboxes.flatMap(([sandbox, written]) => written.expose.map((way) => ({ sandbox, written, way })));
  const exposed = all.map(({ sandbox, written, way }) => {
    return { way, at: { sandbox, component: way.component, port: portOf(way, written.components[way.component]) } };
  });
  return {
    exposures: all.length,
    sandboxes: sandboxes.map(([name]) => name),
    sources: place.sources,
    ways: exposed
      .filter(({ way }) => way.host === undefined)
      .map(({ way: { replica, nodePort, from = [] }, at }) => ({
        ...at,
        ...(replica !== undefined && { replica }),
        nodePort: nodePort ?? assigned(ledger?.ports ?? {}, at, replica),
        networks: networksOf(from, place.sources),
      })),
    hosts: exposed.flatMap(({ way: { host }, at }) => (host === undefined ? [] : [{ ...at, ...hostOf(host, place) }])),
    internet: Object.fromEntries(
      sandboxes.map(([name, { egress = [] }]) => [
        name,
        egress.flatMap(({ internet, port, protocol }) => (internet && port && protocol !== "UDP" ? [port] : [])),
      ]),
    ),
    pods: Object.fromEntries(
      sandboxes.flatMap(([name, { components, expose }]) =>
        [...new Set([...Object.keys(components), ...expose.map(({ component }) => component)])].map((component) => [
          `${name}/${component}`,
          Array.from({ length: copies(components[component]) }, (_, index) => `${name}/${component}-${index}`),
        ]),
      ),
    ),
  };
}

/** The pods that a way in leads to, each with its port. */
export function podsBehind({ pods }: Declaration, way: Exposed & { readonly replica?: number }): string[] {
  const all = pods[`${way.sandbox}/${way.component}`] ?? [];
  const chosen = way.replica === undefined ? all : all.slice(way.replica, way.replica + 1);
  return chosen.map((pod) => `${pod}:${way.port}`).sort();
}

function hostOf(host: string, { domain, aws }: WrittenPlace): Pick<DeclaredHost, "host" | "ownCertificate"> {
  if (host.includes(".")) return { host, ownCertificate: true };
  return { host: `${host}.${domain}`, ownCertificate: aws.hostedZone === undefined };
}

function networksOf(from: readonly string[], sources: Declaration["sources"]): string[] {
  return [...new Set(from.flatMap((name) => (name === "anywhere" ? ["0.0.0.0/0"] : (sources[name] ?? []))))];
}

function portOf({ port, portNumber }: WrittenExposure, component: WrittenComponent | undefined): number {
  const ports = component?.ports ?? {};
  const written = portNumber ?? (port === undefined ? Object.values(ports)[0] : ports[port]) ?? 0;
  return typeof written === "number" ? written : written.port;
}

function assigned(
  ports: Readonly<Record<string, number>>,
  { sandbox, component, port }: Exposed,
  replica?: number,
): number {
  const path = [sandbox, component, ...(replica === undefined ? [] : [replica]), port].join("/");
  const nodePort = ports[path];
  if (nodePort === undefined) throw new Error(`The ledger has no node port for ${path}.`);
  return nodePort;
}

function copies(component: WrittenComponent | undefined): number {
  return component?.replicas ?? component?.scale?.min ?? 1;
}
