import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Metadata } from "./metadata-of";

/** How the service answers. */
type Answer = (response: ServerResponse) => void;

/** The metadata service of a cloud, on loopback: what one server hears about itself. */
export class MetadataService {
  private answer: Answer = () => {};

  private constructor(private readonly server: Server) {
    server.on("request", (_, response) => this.answer(response));
  }

  static async start(): Promise<MetadataService> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new MetadataService(server);
  }

  /** Address of the document that it serves. */
  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/openstack/latest/meta_data.json`;
  }

  /** The server has this metadata from now on, beside all that the cloud says about it. */
  has(meta: Metadata): void {
    this.says(
      JSON.stringify({ uuid: "7e4f0e2c", name: "demo-bastion", launch_index: 0, meta, random_seed: "c2VlZA==" }),
    );
  }

  /** It answers with this text. */
  says(text: string, status = 200): void {
    this.answer = (response) => response.writeHead(status).end(text);
  }

  /** It answers with nothing, and keeps the connection. */
  hangs(): void {
    this.answer = () => {};
  }

  /** It breaks its answer off. */
  breaksOff(): void {
    this.answer = (response) =>
      response.writeHead(200, { "content-length": "1000" }).write('{"meta": {', () => response.destroy());
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
