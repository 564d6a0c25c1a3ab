import type { IncomingMessage, ServerResponse } from "node:http";
import { Agent, request } from "node:https";
import type { Settings } from "./settings";

/** Hands requests on to the API server, where they are the administrator's: Rancher has found out before who asks. */
export class KubernetesProxy {
  private readonly agent: Agent;

  constructor(private readonly kubernetes: Settings["kubernetes"]) {
    this.agent = new Agent({ ca: kubernetes.certificateAuthority, keepAlive: true });
  }

  /** @param path what is asked of the API server */
  pass(incoming: IncomingMessage, outgoing: ServerResponse, path: string): void {
    const { endpoint, token } = this.kubernetes;
    const { host: _, ...headers } = incoming.headers;
    const options = {
      agent: this.agent,
      method: incoming.method,
      headers: { ...headers, authorization: `Bearer ${token}` },
    };
    const onward = request(`${endpoint}${path}`, options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", (error) =>
      outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end(String(error)),
    );
    // Whoever watches goes away without a word.
    outgoing.on("close", () => onward.destroy());
    incoming.pipe(onward);
  }
}
