import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePorts } from "../control-plane/ports";

/** Everything listens on the loopback address only. */
export const LOOPBACK = "127.0.0.1";

/** The only region. */
export const REGION = "RegionOne";

/** What the folders of all sites begin with that this process makes. */
export const FOLDERS = join(tmpdir(), `testbed-openstack-${process.pid}-`);

/** What listens, each on a port of its own. */
const LISTENERS = [
  "database",
  "names",
  "distribution",
  "broker",
  "identity",
  "network",
  "image",
  "placement",
  "compute",
  "volume",
] as const;

/** Something that listens. */
export type Listener = (typeof LISTENERS)[number];

/** Where one OpenStack stands: its folder, its ports, and the one password of all its services. */
export class Site {
  /** Of the database, the broker, the administrator and the service user. */
  readonly password = randomBytes(16).toString("hex");

  private constructor(
    readonly folder: string,
    private readonly ports: ReadonlyMap<Listener, number>,
  ) {}

  /** A new site with an empty folder. */
  static async create(): Promise<Site> {
    const free = await freePorts(LISTENERS.length);
    const ports = new Map(LISTENERS.map((listener, index) => [listener, free[index] ?? 0]));
    const site = new Site(mkdtempSync(FOLDERS), ports);
    for (const name of ["tmp", "logs", "empty"]) mkdirSync(site.path(name));
    return site;
  }

  port(listener: Listener): number {
    const port = this.ports.get(listener);
    if (port === undefined) throw new Error(`Nothing listens as ${listener}.`);
    return port;
  }

  /** The address of an API, without the version and what else its paths begin with. */
  url(listener: Listener): string {
    return `http://${LOOPBACK}:${this.port(listener)}`;
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Writes a file that nobody else may read, with the folders above it. @returns its path */
  write(name: string, content: string): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }
}
