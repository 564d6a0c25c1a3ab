import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A local port that leads to another one, as the end of a tunnel does. It reads nothing of what goes through. */
export class Forwarder {
  private constructor(
    readonly port: number,
    private readonly server: Server,
    private readonly sockets: ReadonlySet<Socket>,
  ) {}

  /** Opens a free port of the loopback address, and leads it to a port of another. */
  static async open(host: string, port: number): Promise<Forwarder> {
    const sockets = new Set<Socket>();
    const keep = (socket: Socket) => {
      sockets.add(socket);
      return socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
    };
    const server = createServer((near) => {
      const far = keep(connect(port, host));
      keep(near).pipe(far).pipe(near);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Forwarder((server.address() as AddressInfo).port, server, sockets);
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, "close");
  }
}
