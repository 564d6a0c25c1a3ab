import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { RefreshCommands } from "../../../lib/bastion/cloud-config";
import { type HaproxyEndpoints, haproxyConfiguration } from "../../../lib/bastion/haproxy-configuration";
import type { HaproxyLimits } from "../../../lib/bastion/haproxy-limits";
import { type Nodes, withNodes } from "../../../lib/bastion/with-nodes";
import type { Way } from "../../../lib/way";
import { temporaryFolder } from "../../support/synth";
import { Haproxy, runnable } from "./haproxy";
import { type Run, run } from "./run";
import { until } from "./until";

const PROGRAM = join(__dirname, "../../../bastion/refresh.py");
const ASK = join(__dirname, "../../../bastion/ask.py");

/** Where the next ports are looked for: below those that the system gives to clients, and apart from other runs. */
let nextPort = 20_000 + (process.pid % 120) * 100;

/** Ports that nothing on this machine listens on, and that no test has had yet. */
export async function nodePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const port = nextPort++;
    if (await isFree(port)) found.push(port);
  }
  return found;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "0.0.0.0", () => server.close(() => resolve(true)));
  });
}

/** A bastion on this machine: a real HAProxy, and the program that keeps it up to date, from files where it is told nothing else. */
export class BastionMachine {
  private constructor(
    private readonly folder: string,
    private readonly limits: HaproxyLimits,
    private readonly endpoints: Required<HaproxyEndpoints>,
    readonly haproxy: Haproxy,
    private readonly commands: RefreshCommands | undefined,
  ) {}

  /** Starts one that has loaded these ways and nodes, and from then on asks for them by these commands. */
  static async start(
    ways: readonly Way[],
    nodes: Nodes,
    limits: HaproxyLimits = {},
    commands?: RefreshCommands,
  ): Promise<BastionMachine> {
    const folder = mkdtempSync(join(temporaryFolder(), "bastion-"));
    const [statistics, metrics] = await nodePorts(2);
    const endpoints = {
      address: "127.0.0.1",
      statistics: `127.0.0.1:${statistics}`,
      metrics: `127.0.0.1:${metrics}`,
      socket: join(folder, "socket"),
      serverState: join(folder, "servers"),
    };
    const configuration = runnable(haproxyConfiguration(ways, limits, endpoints));
    writeFileSync(join(folder, "servers"), "1\n");
    writeFileSync(join(folder, "haproxy.cfg"), withNodes(configuration, nodes));
    const haproxy = await Haproxy.start(folder, join(folder, "haproxy.cfg"), endpoints.statistics);
    const machine = new BastionMachine(folder, limits, endpoints, haproxy, commands);
    writeFileSync(join(folder, "settings.json"), JSON.stringify(machine.settings()));
    machine.declare(ways);
    machine.list(nodes);
    return machine;
  }

  private settings(): object {
    return {
      ways: this.commands?.ways ?? ["cat", join(this.folder, "ways")],
      nodes: this.commands?.nodes ?? ["cat", join(this.folder, "nodes")],
      configuration: join(this.folder, "haproxy.cfg"),
      servers: this.endpoints.serverState,
      loaded: ["python3", ASK, this.endpoints.socket, "show info"],
      statistics: ["python3", ASK, this.endpoints.socket, "show stat"],
      check: ["haproxy", "-c", "-f"],
      reload: ["kill", "-USR2", String(this.haproxy.master)],
    };
  }

  get statistics(): string {
    return this.endpoints.statistics;
  }

  get metrics(): string {
    return this.endpoints.metrics;
  }

  /** The configuration that HAProxy reads. */
  get configuration(): string {
    return readFileSync(join(this.folder, "haproxy.cfg"), "utf8");
  }

  /** What the program finds when it next asks for the ways. */
  declare(ways: readonly Way[]): void {
    this.declareText(this.text(ways));
  }

  /** The configuration for ways, without nodes, as this machine takes it. */
  text(ways: readonly Way[]): string {
    return runnable(haproxyConfiguration(ways, this.limits, this.endpoints));
  }

  declareText(text: string): void {
    writeFileSync(join(this.folder, "ways"), gzipSync(text).toString("base64"));
  }

  /** What the program finds when it next asks for the nodes. */
  list(nodes: Nodes): void {
    this.listText(JSON.stringify(nodes));
  }

  listText(text: string): void {
    writeFileSync(join(this.folder, "nodes"), text);
  }

  /** Runs the program, whatever comes of it. */
  refresh(): Promise<Run> {
    return run("python3", [PROGRAM, join(this.folder, "settings.json")]);
  }

  /** Runs the program, which must load something new, and waits until a new worker serves. */
  async reload(): Promise<void> {
    const before = this.haproxy.workers().at(-1);
    const { status, stdout, stderr } = await this.refresh();
    if (status !== 0 || stdout === "") throw new Error(`Nothing was loaded:\n${stdout}${stderr}`);
    await until("new worker", () => {
      const newest = this.haproxy.workers().at(-1);
      // Until version 2.4 it counts its workers too: "New worker #1 (4711) forked".
      const begun = new RegExp(`New worker (#\\d+ )?\\(${newest}\\)`);
      return newest !== undefined && newest !== before && begun.test(this.haproxy.said());
    });
  }

  stop(): Promise<void> {
    return this.haproxy.stop();
  }
}
