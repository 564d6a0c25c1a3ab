import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { Server as NetServer } from "node:net";
import { text } from "node:stream/consumers";
import { type Answer, type Json, NOT_FOUND, refused } from "./answer";
import { OWN_REPOSITORY, REPOSITORY } from "./catalogue";
import { clusterIds } from "./clusters";
import { Holdings } from "./holdings";
import { KubernetesProxy } from "./kubernetes-proxy";
import { management } from "./management";
import type { Settings } from "./settings";
import { steve } from "./steve";

/** A request that came to Rancher itself, and how it was answered. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: Json;
}

/** What the installer for hosts does here: it prints what it is told. */
const INSTALLER = 'printf "%s\\n" "$@"\n';

/** What everybody may read. */
const PUBLIC: Readonly<Record<string, string>> = { "/ping": "pong", "/system-agent-install.sh": INSTALLER };

/** The APIs: Rancher's management, that over the objects of a cluster, and the Kubernetes API of a cluster. */
const APIS = {
  management: /^\/v3(?<path>\/.*)?$/,
  steve: /^\/k8s\/clusters\/(?<cluster>[^/]+)\/v1(?<path>\/.*)?$/,
  kubernetes: /^\/k8s\/clusters\/(?<cluster>[^/]+)(?<path>\/.*)$/,
} as const;

/**
 * Stands in for the server of Rancher: it speaks TLS, knows its tokens, answers what Rancher's provider for Terraform asks, and hands
 * everything for the Kubernetes API of a cluster on to a real one once the cluster is active. It makes no cluster.
 */
export class Server {
  readonly asked: Asked[] = [];
  readonly holdings = new Holdings();
  /** It listens nowhere yet. */
  readonly server: NetServer;
  private readonly proxy: KubernetesProxy;

  constructor(private readonly settings: Settings) {
    this.proxy = new KubernetesProxy(settings.kubernetes);
    this.holdings.put(REPOSITORY, String(OWN_REPOSITORY.id), OWN_REPOSITORY);
    this.server = createServer({ key: settings.key, cert: settings.certificate }, (incoming, outgoing) => {
      this.handle(incoming, outgoing).catch((error) => outgoing.writeHead(500).end(String(error)));
    });
  }

  private async handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = "GET", url = "/" } = incoming;
    const asked = new URL(url, `https://${incoming.headers.host}`);
    const { pathname } = asked;
    if (PUBLIC[pathname] !== undefined) {
      outgoing.end(PUBLIC[pathname]);
      return;
    }
    const isKnown = this.knows(incoming.headers.authorization);
    const { cluster, path } = pathname.match(APIS.steve) ? {} : (pathname.match(APIS.kubernetes)?.groups ?? {});
    if (isKnown && cluster !== undefined && path !== undefined && this.isReady(cluster)) {
      this.proxy.pass(incoming, outgoing, url.slice(pathname.length - path.length));
      return;
    }
    const sent = await text(incoming);
    const isJson = sent !== "" && incoming.headers["content-type"] === "application/json";
    const body: Json = isJson ? JSON.parse(sent) : {};
    const answer = isKnown ? this.answer(method, asked, body) : refused(401, "Unauthorized");
    this.asked.push({ method, path: url, status: answer.status, body });
    outgoing.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    outgoing.end(JSON.stringify(answer.body));
  }

  private answer(method: string, { origin, pathname, searchParams: query }: URL, body: Json): Answer {
    const { cluster, path: below = "" } = pathname.match(APIS.steve)?.groups ?? {};
    const of = (path: string) => {
      const root = `${origin}${pathname.slice(0, pathname.length - path.length)}`;
      return { method, path, query, body, origin, root };
    };
    if (cluster !== undefined) return steve(this.holdings, cluster, of(below));
    const managed = pathname.match(APIS.management);
    if (managed) return management(this.holdings, this.settings, of(managed.groups?.path ?? ""));
    return APIS.kubernetes.test(pathname) ? refused(503, "ClusterUnavailable") : NOT_FOUND;
  }

  private isReady(cluster: string): boolean {
    return this.holdings.phase === "active" && clusterIds(this.holdings).includes(cluster);
  }

  private knows(authorization = ""): boolean {
    const token = authorization.replace(/^Bearer /, "");
    const [id = "", secret] = token.split(":");
    return token === this.settings.token || (secret !== undefined && this.holdings.tokens.get(id) === secret);
  }
}
