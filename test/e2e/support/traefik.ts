import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { freePorts } from "./control-plane/ports";
import { Processes } from "./control-plane/processes";
import type { Installed } from "./traefik-chart";

/** Where all of its entry points listen here. */
export const TRAEFIK_ADDRESS = "127.0.0.1";

/** Writes its process into a file before it becomes another program. */
const NAMED = 'echo $$ > "$1"; shift; exec "$@"';

const accessSchema = z.object({
  ClientHost: z.string(),
  RequestHost: z.string(),
  RequestPath: z.string(),
  DownstreamStatus: z.number(),
});

/** What its access log says of one request. */
export type Access = z.infer<typeof accessSchema>;

/** A real Traefik on this machine, with the arguments that it has in its pods; only the addresses are others. */
export class Traefik {
  private constructor(
    private readonly processes: Processes,
    private readonly folder: string,
    /** Ports of its entry points, by their names. */
    private readonly ports: ReadonlyMap<string, number>,
  ) {}

  /** Starts it, and waits until it says that it is there. */
  static async start(program: string, { args, kubeconfig }: Installed, folder: string): Promise<Traefik> {
    const path = (name: string) => join(folder, name);
    writeFileSync(path("traefik.kubeconfig"), kubeconfig, { mode: 0o600 });
    const { translated, ports } = await atFreePorts(args);
    const processes = new Processes(folder);
    const traefik = new Traefik(processes, folder, ports);
    try {
      const named = ["-c", NAMED, "named", path("traefik.pid"), program, ...translated];
      processes.start("traefik", "sh", named, { KUBECONFIG: path("traefik.kubeconfig") });
      await processes.until("ready Traefik", async () => (await traefik.ping()) === 200);
    } catch (error) {
      await processes.stop();
      throw error;
    }
    return traefik;
  }

  /** The port of an entry point. */
  port(entryPoint: string): number {
    const port = this.ports.get(entryPoint);
    if (port === undefined) throw new Error(`Traefik has no entry point ${entryPoint}.`);
    return port;
  }

  /** What it answers to those who ask whether it is ready, such as kubelet; undefined when it does not answer. */
  async ping(): Promise<number | undefined> {
    const url = `http://${TRAEFIK_ADDRESS}:${this.port("traefik")}/ping`;
    return fetch(url, { headers: { connection: "close" } }).then(
      ({ status }) => status,
      () => undefined,
    );
  }

  /** Everything that it wrote. */
  said(): string {
    return readFileSync(join(this.folder, "traefik.log"), "utf8");
  }

  /** The lines of its access log for a host. */
  accesses(host: string): Access[] {
    const lines = this.said()
      .split("\n")
      .filter((line) => line.startsWith("{") && line.endsWith("}"));
    return lines.map((line) => accessSchema.parse(JSON.parse(line))).filter(({ RequestHost }) => RequestHost === host);
  }

  /** Asks it to end, as kubelet does. */
  terminate(): void {
    process.kill(Number(readFileSync(join(this.folder, "traefik.pid"), "utf8")), "SIGTERM");
  }

  /** Ends it at once. */
  async stop(): Promise<void> {
    await this.processes.stop();
  }
}

const ADDRESS = /^--entryPoints\.([^.]+)\.address=:\d+\/tcp$/;

/** The same arguments, with all entry points on free ports of the loopback address. */
async function atFreePorts(args: readonly string[]) {
  const names = args.flatMap((arg) => ADDRESS.exec(arg)?.[1] ?? []);
  const free = await freePorts(names.length);
  const ports = new Map(names.map((name, index) => [name, free[index] ?? 0]));
  const translated = args.map((arg) =>
    arg.replace(
      ADDRESS,
      (_, name: string) => `--entryPoints.${name}.address=${TRAEFIK_ADDRESS}:${ports.get(name)}/tcp`,
    ),
  );
  return { translated, ports };
}
