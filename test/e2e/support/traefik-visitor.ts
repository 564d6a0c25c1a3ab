import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { connect, type Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls, TLSSocket } from "node:tls";
import { TRAEFIK_ADDRESS } from "./traefik";

/** How somebody comes to Traefik. */
export interface Visit {
  /** Port of the entry point. */
  readonly port: number;
  /** Address that the connection comes from. */
  readonly from: string;
  /** Address of which the PROXY header says that the client has it. Default: there is no such header */
  readonly client?: string;
  /** Name that the client asks for by TLS; without one there is no TLS. */
  readonly serverName?: string;
  /** More of TLS. */
  readonly tls?: ConnectionOptions;
}

/** What somebody asks for. */
export interface Question {
  readonly host: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What somebody got. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A connection to an entry point of Traefik, over which questions go one after another. */
export class Visitor {
  private constructor(
    private readonly socket: Socket,
    private readonly agent: Agent,
    /** The name in the certificate that it was shown, if any. */
    readonly certified: string | undefined,
  ) {}

  static async open({ port, from, client, serverName, tls }: Visit): Promise<Visitor> {
    const plain = connect({ port, host: TRAEFIK_ADDRESS, localAddress: from });
    await once(plain, "connect");
    if (client !== undefined) plain.write(proxyHeader(client, port));
    const socket = serverName === undefined ? plain : await secured(plain, { servername: serverName, ...tls });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agent.createConnection = () => socket;
    const certified = socket instanceof TLSSocket ? String(socket.getPeerCertificate().subject.CN) : undefined;
    return new Visitor(socket, agent, certified);
  }

  /** Asks, and gives the head of the answer as soon as it is there. */
  async begin({ host, path = "/", method = "GET", headers = {}, body }: Question): Promise<IncomingMessage> {
    const asking = request({ agent: this.agent, path, method, headers: { host, ...headers } });
    asking.end(body);
    const [message] = await once(asking, "response");
    return message;
  }

  /** Asks, and gives the whole answer. */
  async ask(question: Question): Promise<Answer> {
    const message = await this.begin(question);
    return { status: message.statusCode ?? 0, headers: message.headers, body: await text(message) };
  }

  /** Asks for the connection itself, as a WebSocket does, and says something. @returns what it hears */
  async say(what: string, { host, path = "/" }: Question): Promise<string> {
    const socket = await this.upgrade({ host, path });
    socket.write(what);
    const [heard] = await once(socket, "data");
    return String(heard);
  }

  private async upgrade({ host, path = "/" }: Question): Promise<Socket> {
    const key = Buffer.from("sixteen bytes ok").toString("base64");
    const headers = {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": key,
    };
    const asking = request({ agent: this.agent, path, headers: { host, ...headers } });
    asking.end();
    asking.once("response", ({ statusCode }) => {
      asking.destroy(new Error(`Instead of another protocol there was an answer with status ${statusCode}.`));
    });
    const [, socket] = await once(asking, "upgrade");
    return socket;
  }

  close(): void {
    this.socket.destroy();
    this.agent.destroy();
  }
}

/** What an answer says until it ends. */
export async function text(message: IncomingMessage): Promise<string> {
  let body = "";
  for await (const part of message.setEncoding("utf8")) body += part;
  return body;
}

async function secured(socket: Socket, options: ConnectionOptions): Promise<TLSSocket> {
  const own = connectTls({ socket, rejectUnauthorized: false, ALPNProtocols: ["http/1.1"], ...options });
  try {
    await once(own, "secureConnect");
  } catch (error) {
    own.destroy();
    throw error;
  }
  return own;
}

const SIGNATURE = Buffer.from("0d0a0d0a000d0a515549540a", "hex");

/** A header of version 2 of the PROXY protocol: this client, by TCP over IPv4, came to this port. */
function proxyHeader(client: string, port: number): Buffer {
  const numbers = (address: string) => address.split(".").map(Number);
  const head = Buffer.from([0x21, 0x11, 0, 12, ...numbers(client), ...numbers(TRAEFIK_ADDRESS)]);
  const ports = Buffer.alloc(4);
  ports.writeUInt16BE(54_321, 0);
  ports.writeUInt16BE(port, 2);
  return Buffer.concat([SIGNATURE, head, ports]);
}
