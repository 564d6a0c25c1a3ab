import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { runs } from "./run";
import { Missing } from "./suite";
import { until } from "./until";

/** Runs a program until the input is closed, and then ends it with all its children: none outlives this process. */
const GUARD = `
exec 3<&0
"$@" 3<&- < /dev/null &
cat <&3 > /dev/null
kill -KILL 0
`;

/** What HAProxy says of a frontend, a backend or a server. */
export type Statistics = Readonly<Record<string, string>>;

/** @throws Missing when this machine has no HAProxy, or cannot run it */
export async function findHaproxy(): Promise<void> {
  if (process.platform !== "linux") throw new Missing("Linux, whose loopback network has many addresses");
  if (!(await runs("haproxy", ["-v"]))) throw new Missing("haproxy");
}

/** A configuration that HAProxy takes here too: where nobody may change users, it runs as whoever runs the tests. */
export function runnable(configuration: string): string {
  if (process.getuid?.() === 0) return configuration;
  return configuration.replaceAll(/^ {2}(user|group|chroot) .*\n/gm, "");
}

/** A real HAProxy with a master, which reloads, and a worker, which serves. */
export class Haproxy {
  private constructor(
    private readonly guard: ChildProcess,
    private readonly log: string,
    /** Process of the master, which reloads at SIGUSR2. */
    readonly master: number,
    private readonly statisticsAddress: string,
  ) {}

  /** Starts it with a configuration and waits until its statistics answer. */
  static async start(folder: string, configuration: string, statisticsAddress: string): Promise<Haproxy> {
    const log = join(folder, "haproxy.log");
    const pid = join(folder, "haproxy.pid");
    const output = openSync(log, "w");
    const args = ["-c", GUARD, "guard", "haproxy", "-W", "-p", pid, "-f", configuration];
    const guard = spawn("sh", args, { detached: true, stdio: ["pipe", output, output] });
    closeSync(output);
    try {
      await until("process of HAProxy", () => existsSync(pid) && readFileSync(pid, "utf8").trim() !== "");
      const haproxy = new Haproxy(guard, log, Number(readFileSync(pid, "utf8")), statisticsAddress);
      await until("statistics of HAProxy", () =>
        haproxy.statistics().then(
          () => true,
          () => false,
        ),
      );
      return haproxy;
    } catch (error) {
      await end(guard);
      throw new Error(`${error}\n${readFileSync(log, "utf8")}`);
    }
  }

  /** Processes that serve: one, and after a reload also those that still have connections. */
  workers(): number[] {
    const children = readFileSync(`/proc/${this.master}/task/${this.master}/children`, "utf8");
    return children.trim().split(" ").map(Number);
  }

  /** What the statistics say, one record a line. */
  async statistics(): Promise<Statistics[]> {
    const response = await fetch(`http://${this.statisticsAddress}/;csv`, { headers: { connection: "close" } });
    const [head = "", ...lines] = (await response.text()).trim().split("\n");
    const names = head.replace("# ", "").split(",");
    return lines.map((line) => {
      const values = line.split(",");
      return Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
    });
  }

  /** What the statistics say of the servers of the way with this port, by their names. */
  async servers(port: number): Promise<Record<string, Statistics>> {
    const own = (await this.statistics()).filter(
      ({ pxname, svname }) => pxname?.endsWith(`_${port}_nodes`) && svname !== "FRONTEND" && svname !== "BACKEND",
    );
    return Object.fromEntries(own.map((server) => [server.svname ?? "", server]));
  }

  /** Addresses and ports on which the newest worker listens. */
  listening(): string[] {
    const worker = this.workers().at(-1);
    const descriptors = `/proc/${worker}/fd`;
    const open = new Set(readdirSync(descriptors).map((name) => target(join(descriptors, name))));
    const sockets = readFileSync("/proc/net/tcp", "utf8").trim().split("\n").slice(1);
    return sockets.flatMap((line) => {
      const [, local = "", , state, , , , , , inode] = line.trim().split(/\s+/);
      return state === "0A" && open.has(`socket:[${inode}]`) ? [readable(local)] : [];
    });
  }

  /** What it wrote into its log. */
  said(): string {
    return readFileSync(this.log, "utf8");
  }

  /** Ends the master and all workers at once. */
  async stop(): Promise<void> {
    await end(this.guard);
  }
}

/** The guard leads a group of processes, in which HAProxy's are. */
async function end(guard: ChildProcess): Promise<void> {
  if (guard.pid === undefined || guard.exitCode !== null || guard.signalCode !== null) return;
  const ended = once(guard, "exit");
  process.kill(-guard.pid, "SIGKILL");
  await ended;
}

function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}

/** An address as the kernel lists it: `0100007F:7530` is 127.0.0.1:30000. */
function readable(local: string): string {
  const [address = "", port = ""] = local.split(":");
  const bytes = address.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
  return `${bytes.reverse().join(".")}:${Number.parseInt(port, 16)}`;
}
