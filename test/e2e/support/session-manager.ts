import { once } from "node:events";
import { chmodSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { z } from "zod";
import { temporaryFolder } from "../../support/synth";
import type { PythonTools } from "./python";
import { type Run, run } from "./run";

const requestSchema = z.object({
  Target: z.string(),
  DocumentName: z.string(),
  Parameters: z.record(z.string(), z.array(z.string())),
});

/** What somebody asked the session manager for. */
export type SessionRequest = z.output<typeof requestSchema>;

/** What the AWS CLI hands the session to: a program of its own that people install, played by one that succeeds. */
const PLUGIN = "session-manager-plugin";

/** A session manager that grants every session and keeps what was asked for. */
export class SessionManager {
  private readonly requests: SessionRequest[] = [];
  private readonly server: Server;

  private constructor(private readonly tools: PythonTools) {
    this.server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      this.requests.push(requestSchema.parse(JSON.parse(Buffer.concat(chunks).toString())));
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(JSON.stringify({ SessionId: "session", StreamUrl: "wss://127.0.0.1", TokenValue: "token" }));
    });
  }

  static async start(tools: PythonTools): Promise<SessionManager> {
    const manager = new SessionManager(tools);
    manager.server.listen(0, "127.0.0.1");
    await once(manager.server, "listening");
    return manager;
  }

  /** Runs a command as somebody types it. */
  async type(command: string): Promise<Run & { readonly requests: readonly SessionRequest[] }> {
    const folder = temporaryFolder();
    const plugin = join(folder, PLUGIN);
    writeFileSync(plugin, "#!/bin/sh\n");
    chmodSync(plugin, 0o755);
    const env = {
      PATH: `${folder}:${dirname(this.tools.program("aws"))}:${process.env.PATH}`,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "nobody",
      AWS_SECRET_ACCESS_KEY: "nothing",
    };
    this.requests.length = 0;
    return { ...(await run("sh", ["-c", command], { env })), requests: [...this.requests] };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), "close");
  }
}
