import { traefikValues } from "../../../lib/charts/values/traefik";
import { INGRESS } from "../../../lib/ingress";
import { OWN_NAMES } from "../../../lib/platform-namespaces";
import { CHARTS } from "../../../lib/versions";
import type { ControlPlane } from "./control-plane/control-plane";
import { addNodes } from "./control-plane/nodes";
import { buildControlPlane, type Programs } from "./control-plane/programs";
import { startControlPlane } from "./control-plane/start";
import { findHaproxy } from "./haproxy";
import { chartArchive, helmProgram } from "./helm";
import { optional } from "./suite";
import { Traefik } from "./traefik";
import { Backend, podAddress, type Seen } from "./traefik-backend";
import { certificateSecret, findOpenssl } from "./traefik-certificate";
import { type Installed, installChart, type TraefikChart } from "./traefik-chart";
import { type Host, hostObjects } from "./traefik-hosts";
import { traefikProgram } from "./traefik-program";
import { type Answer, type Question, type Visit, Visitor } from "./traefik-visitor";
import { until } from "./until";

/** Address of the bastion, whose word on clients Traefik takes. */
export const BASTION = "127.0.0.1";
/** Address of a client that comes through the bastion. */
export const CLIENT = "198.51.100.7";
/** Namespace of a sandbox with hosts. */
export const SANDBOX = "pilot2";

/** What a cluster with Traefik is made from. */
export interface TraefikTools {
  readonly chart: TraefikChart;
  readonly controlPlane: Programs;
  readonly traefik: string;
  /** Whether there is a HAProxy for the bastion. */
  readonly haproxy: boolean;
}

/** All of them. @throws Missing when this machine can neither find nor build one that is not optional */
export async function traefikTools(): Promise<TraefikTools> {
  podAddress();
  await findOpenssl();
  const chart = { archive: await chartArchive(CHARTS.traefik), helm: await helmProgram() };
  const haproxy = await optional("ingress, bastion", () => findHaproxy().then(() => true));
  return { chart, controlPlane: await buildControlPlane(), traefik: await traefikProgram(), haproxy: haproxy ?? false };
}

/** A real API with our release of Traefik, a real Traefik that serves what the API has, and backends behind it. */
export class TraefikCluster {
  private readonly backends: Backend[] = [];

  private constructor(
    readonly controlPlane: ControlPlane,
    readonly installed: Installed,
    readonly traefik: Traefik,
  ) {}

  /** Starts one with an empty sandbox and a default certificate for `default.test`. */
  static async start(tools: TraefikTools, folder: string): Promise<TraefikCluster> {
    const controlPlane = await startControlPlane(tools.controlPlane, folder);
    let traefik: Traefik | undefined;
    try {
      await addNodes(controlPlane, { count: 2, cpu: "4", memory: "16Gi", pods: 110 });
      const values = traefikValues({ entryNetworks: [`${BASTION}/32`], mirror: {} });
      const installed = await installChart(controlPlane, tools.chart, values, folder);
      traefik = await Traefik.start(tools.traefik, installed, folder);
      const cluster = new TraefikCluster(controlPlane, installed, traefik);
      await cluster.apply(
        { apiVersion: "v1", kind: "Namespace", metadata: { name: SANDBOX } },
        await certificateSecret(OWN_NAMES.ingress, INGRESS.defaultCertificate, "default.test"),
      );
      return cluster;
    } catch (error) {
      await traefik?.stop();
      await controlPlane.stop();
      throw error;
    }
  }

  /** Creates objects, or changes those that are there. */
  async apply(...items: object[]): Promise<void> {
    const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
    await this.controlPlane.output(["apply", "--server-side", "--filename=-"], { input });
  }

  /** Somebody who comes by HTTPS through the bastion, where nothing else is said. */
  visitor(serverName: string, visit: Partial<Visit> = {}): Promise<Visitor> {
    return Visitor.open({ port: this.traefik.port("websecure"), from: BASTION, client: CLIENT, serverName, ...visit });
  }

  /** What such a visitor is answered. */
  async ask(question: Question, visit?: Partial<Visit>): Promise<Answer> {
    const visitor = await this.visitor(question.host, visit);
    return visitor.ask(question).finally(() => visitor.close());
  }

  /** What the backend saw of such a visitor. */
  async seen(question: Question, visit?: Partial<Visit>): Promise<Seen> {
    const { status, body } = await this.ask(question, visit);
    if (status !== 200) throw new Error(`${question.host} answers with status ${status}: ${body}`);
    return JSON.parse(body);
  }

  /** A backend that nothing leads to yet. */
  async backend(name: string): Promise<Backend> {
    const backend = await Backend.start(name);
    this.backends.push(backend);
    return backend;
  }

  /** Adds a host of the sandbox, and waits until it is served. @returns the backend behind it, which has its name */
  async serve(host: string, parts: Partial<Host> = {}): Promise<Backend> {
    const backend = await this.backend(host);
    await this.apply(...hostObjects({ namespace: SANDBOX, host, backend, ...parts }));
    await this.untilServed(host);
    return backend;
  }

  /** Waits until a backend answers for a host: that of its name, where no other is named. */
  async untilServed(host: string, backend = host, visit?: Partial<Visit>): Promise<void> {
    await until(`${backend} for ${host}`, () =>
      this.seen({ host }, visit).then(
        (seen) => seen.backend === backend,
        () => false,
      ),
    );
  }

  async stop(): Promise<void> {
    await this.traefik.stop();
    await Promise.all(this.backends.map((backend) => backend.stop()));
    await this.controlPlane.stop();
  }
}
