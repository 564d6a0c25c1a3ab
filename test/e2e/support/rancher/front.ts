import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../../support/synth";
import { nodePorts } from "../bastion-machine";
import { Haproxy, runnable } from "../haproxy";

/** How the addresses of a place are moved to the loopback network of this machine. */
export interface Move {
  /** Where a port of a host is here, as `<address>:<port>`. */
  readonly host: (address: string, port: number) => string;
  /** Networks that clients come from, by those of the place. */
  readonly networks: Readonly<Record<string, string>>;
}

/** The machine in front of the hosts, played by this one: a real HAProxy with the configuration that the edge prints. */
export class Front {
  private constructor(
    readonly haproxy: Haproxy,
    private readonly ports: ReadonlyMap<number, number>,
  ) {}

  /** Starts it; nothing of the configuration is changed but where things are. */
  static async start(configuration: string, { host, networks }: Move): Promise<Front> {
    const folder = mkdtempSync(join(temporaryFolder(), "front-"));
    const bound = [...configuration.matchAll(/^ {2}bind \S*:(\d+)$/gm)].map(([, port]) => Number(port));
    const here = await nodePorts(bound.length);
    const ports = new Map(bound.map((port, index) => [port, here[index] ?? 0]));
    const moved = runnable(configuration)
      .replaceAll(/^ {2}bind \S*:(\d+)$/gm, (_, port) => `  bind 127.0.0.1:${ports.get(Number(port))}`)
      .replaceAll(
        /^( {2}server \S+) (\S+):(\d+)/gm,
        (_, server, address, port) => `${server} ${host(address, Number(port))}`,
      )
      .replaceAll(/^( {2}acl allowed src) (.*)$/gm, (_, acl, sources: string) =>
        [acl, ...sources.split(" ").map((network) => networks[network] ?? network)].join(" "),
      );
    const file = join(folder, "haproxy.cfg");
    writeFileSync(file, moved);
    return new Front(await Haproxy.start(folder, file, `127.0.0.1:${ports.get(8404)}`), ports);
  }

  /** The port of this machine that stands for one of the place. */
  readonly port = (port: number): number => {
    const here = this.ports.get(port);
    if (here === undefined) throw new Error(`The configuration opens no port ${port}.`);
    return here;
  };

  stop(): Promise<void> {
    return this.haproxy.stop();
  }
}
