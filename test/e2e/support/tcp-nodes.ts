import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";

/** One open port of a simulated node. */
class NodePort {
  /** Requests that it answered. */
  answered = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(
    private readonly address: string,
    private readonly port: number,
  ) {
    this.server = createServer((socket) => this.serve(socket));
  }

  async open(): Promise<void> {
    this.server.listen(this.port, this.address);
    await once(this.server, "listening");
  }

  async close(): Promise<void> {
    const closed = once(this.server.close(), "close");
    for (const socket of this.sockets) socket.resetAndDestroy();
    await closed;
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.on("data", (data) => {
      this.answered++;
      socket.write(`${this.address}:${this.port} ${data}`);
    });
  }
}

/**
 * Simulated nodes: TCP servers on addresses of the loopback network. Each answers every line with its address, its port and
 * the line, so that a client sees who got it.
 */
export class TcpNodes {
  private readonly ports = new Map<string, NodePort>();

  /** Opens ports of a node, as a pod that starts there does. */
  async open(address: string, ...ports: readonly number[]): Promise<void> {
    for (const port of ports) {
      const opened = new NodePort(address, port);
      await opened.open();
      this.ports.set(`${address}:${port}`, opened);
    }
  }

  /** Closes ports of a node and resets their connections, as a pod that ends there does; all of them by default. */
  async close(address: string, ...ports: readonly number[]): Promise<void> {
    const names = [...this.ports.keys()].filter((name) => {
      const [host, port] = name.split(":");
      return host === address && (ports.length === 0 || ports.includes(Number(port)));
    });
    await Promise.all(
      names.map((name) => {
        const port = this.ports.get(name);
        this.ports.delete(name);
        return port?.close();
      }),
    );
  }

  /** How many requests a port of a node has answered since it was opened. */
  answered(address: string, port: number): number {
    return this.ports.get(`${address}:${port}`)?.answered ?? 0;
  }

  /** Closes everything. */
  async stop(): Promise<void> {
    await Promise.all([...this.ports.values()].map((port) => port.close()));
    this.ports.clear();
  }
}
