import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { Missing } from "./suite";

/** What a backend tells of a request. */
export interface Seen {
  readonly backend: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly bodyLength: number;
}

/** An address of this machine that Kubernetes takes for that of a pod: it refuses those of the loopback network. */
export function podAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
  const own = all.find(({ family, internal }) => family === "IPv4" && !internal);
  if (own === undefined) throw new Missing("an IPv4 address of this machine beside the loopback address");
  return own.address;
}

/**
 * What runs in a pod: it tells what it saw, begins an answer at `/stream`, gives a long one at `/bytes/<length>`, and repeats
 * what it hears by WebSocket.
 */
export class Backend {
  private readonly streams: ServerResponse[] = [];

  private constructor(
    readonly name: string,
    private readonly server: Server,
  ) {}

  static async start(name: string): Promise<Backend> {
    const server = createServer();
    const backend = new Backend(name, server);
    server.on("request", (request, response) => backend.answer(request, response));
    server.on("upgrade", (_, socket: Socket) => echo(socket));
    server.listen(0, podAddress());
    await once(server, "listening");
    return backend;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** How many answers have begun and not ended. */
  get streaming(): number {
    return this.streams.length;
  }

  /** Ends the answers that have begun. */
  endStreams(): void {
    for (const stream of this.streams.splice(0)) stream.end("the end\n");
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close").catch(() => undefined);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let bodyLength = 0;
    for await (const part of request) bodyLength += part.length;
    if (request.url === "/stream") {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("the beginning\n");
      this.streams.push(response);
      return;
    }
    const bytes = /^\/bytes\/(\d+)$/.exec(request.url ?? "")?.[1];
    if (bytes !== undefined) {
      response.end("x".repeat(Number(bytes)));
      return;
    }
    const seen: Seen = { backend: this.name, path: request.url ?? "", headers: request.headers, bodyLength };
    response.writeHead(200, { "content-type": "application/json", server: "backend/1", "x-powered-by": "backend" });
    response.end(JSON.stringify(seen));
  }
}

function echo(socket: Socket): void {
  socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  socket.on("error", () => undefined);
  socket.pipe(socket);
}
