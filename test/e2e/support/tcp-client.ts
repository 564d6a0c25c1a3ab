import { createConnection, type Socket } from "node:net";

/** How a client connects. */
export interface ClientOptions {
  /** Address that it comes from. Default: whatever the system picks */
  readonly from?: string;
  /** Longest time without an answer, in milliseconds. Default: 15000 */
  readonly patience?: number;
}

/** A connection to a port of the bastion on which lines go out and answers come back. */
export class TcpClient {
  /** Why it ended; undefined while it is open. */
  ended: Error | undefined;
  private readonly socket: Socket;
  private received = "";
  private waiting: (() => void) | undefined;

  constructor(
    port: number,
    private readonly options: ClientOptions = {},
  ) {
    this.socket = createConnection({ host: "127.0.0.1", port, localAddress: options.from });
    this.socket.setNoDelay().setEncoding("utf8");
    this.socket.on("data", (data) => {
      this.received += data;
      this.waiting?.();
    });
    this.socket.on("error", (error) => this.end(error));
    this.socket.on("close", () => this.end(new Error("closed")));
  }

  /** Sends a line and gives the answer to it. @throws Error when the connection ends or nothing comes */
  async say(line: string): Promise<string> {
    if (this.ended) throw this.ended;
    this.socket.write(`${line}\n`);
    const deadline = Date.now() + (this.options.patience ?? 15_000);
    while (!this.received.includes("\n")) {
      if (this.ended) throw this.ended;
      if (Date.now() >= deadline) throw new Error("no answer");
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, deadline - Date.now());
        this.waiting = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const [answer = "", ...rest] = this.received.split("\n");
    this.received = rest.join("\n");
    return answer;
  }

  close(): void {
    this.socket.destroy();
  }

  private end(error: Error): void {
    this.ended ??= error;
    this.waiting?.();
  }
}

/** Connects, says a line, and gives the address and port of the node that answered it. */
export async function ask(port: number, options: ClientOptions = {}): Promise<string> {
  const client = new TcpClient(port, options);
  try {
    return (await client.say("hello")).replace(/ hello$/, "");
  } finally {
    client.close();
  }
}
