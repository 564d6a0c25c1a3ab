import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type ExternalHaproxyProps, externalHaproxy } from "../../lib/bastion/external-haproxy";
import { apiWay, hostWays } from "../../lib/bastion/shared-ways";
import type { Way } from "../../lib/way";
import { temporaryFolder } from "../support/synth";
import { answers, print, traffic, untilUp, whoAnswers } from "./support/bastion-clients";
import { nodePorts } from "./support/bastion-machine";
import { findHaproxy, Haproxy, runnable } from "./support/haproxy";
import { run } from "./support/run";
import { suite } from "./support/suite";
import { TcpClient } from "./support/tcp-client";
import { TcpNodes } from "./support/tcp-nodes";
import { until } from "./support/until";

const [A, B, C] = ["127.0.0.2", "127.0.0.3", "127.0.0.4"] as const;

const way = (port: number, parts: Partial<Way> = {}): Way => ({
  port,
  owner: "pilot2",
  target: "store",
  from: "anywhere",
  ...parts,
});

/** A machine of an administrator, on which HAProxy reads the file that we print, and nothing of ours runs. */
class AdminMachine {
  private constructor(
    private readonly file: string,
    private readonly ports: readonly [statistics: string, metrics: string],
    readonly haproxy: Haproxy,
  ) {}

  static async start(props: ExternalHaproxyProps): Promise<AdminMachine> {
    const folder = mkdtempSync(join(temporaryFolder(), "external-"));
    const [statistics = 0, metrics = 0] = await nodePorts(2);
    const ports = [`127.0.0.1:${statistics}`, `127.0.0.1:${metrics}`] as const;
    const file = join(folder, "haproxy.cfg");
    writeFileSync(file, textOf(props, ports));
    return new AdminMachine(file, ports, await Haproxy.start(folder, file, ports[0]));
  }

  /** Does what the head of the file says: check it, put it in place, reload. */
  async bringIn(props: ExternalHaproxyProps): Promise<void> {
    const fresh = `${this.file}.fresh`;
    const text = textOf(props, this.ports);
    writeFileSync(fresh, text);
    expect(await run("haproxy", ["-c", "-dW", "-f", fresh])).toMatchObject({ status: 0, stderr: "" });
    writeFileSync(this.file, text);
    const before = this.haproxy.workers().at(-1);
    process.kill(this.haproxy.master, "SIGUSR2");
    await until("new worker", () => this.haproxy.workers().at(-1) !== before);
  }

  stop(): Promise<void> {
    return this.haproxy.stop();
  }
}

function textOf(props: ExternalHaproxyProps, [statistics, metrics]: readonly [string, string]): string {
  const text = externalHaproxy({ ...props, address: "127.0.0.1", metrics });
  return runnable(text).replace("127.0.0.1:8404", statistics);
}

suite("external HAProxy", findHaproxy, () => {
  let nodes: TcpNodes;
  let machine: AdminMachine | undefined;
  beforeEach(() => {
    nodes = new TcpNodes();
  });
  afterEach(async () => {
    await machine?.stop();
    machine = undefined;
    await nodes.stop();
  });

  const start = async (props: ExternalHaproxyProps) => {
    machine = await AdminMachine.start(props);
    return machine;
  };

  it("given a whole place, then HAProxy takes its file as it is printed, without a warning", async () => {
    const file = join(mkdtempSync(join(temporaryFolder(), "external-")), "haproxy.cfg");
    const ways = [way(30040, { from: ["203.0.113.0/24"] }), ...hostWays(), apiWay(["192.0.2.0/24"])];
    const nodes = { worker: ["10.0.0.21", "10.0.0.22"], "control-plane": ["10.0.0.11", "10.0.0.12", "10.0.0.13"] };
    writeFileSync(file, runnable(externalHaproxy({ ways, nodes })));
    expect(await run("haproxy", ["-c", "-dW", "-f", file])).toMatchObject({ status: 0, stderr: "" });
  });

  it("given hosts, node ports and the Kubernetes API, then each leads to its nodes, for those who may", async () => {
    const [web = 0, behind = 0, store = 0, api = 0] = await nodePorts(4);
    const [host] = hostWays();
    if (!host) throw new Error("There is no way of the hosts.");
    const ways = [{ ...host, port: web, nodePort: behind }, way(store), { ...apiWay(["127.0.0.9/32"]), port: api }];
    await nodes.open(A, behind, store);
    await nodes.open(C, api);
    const { haproxy } = await start({ ways, nodes: { worker: [A], "control-plane": [C] } });
    await untilUp(haproxy, store, A);
    expect(await whoAnswers(store)).toEqual([`${A}:${store}`]);
    expect(await answers(api, "127.0.0.9")).toBe(true);
    expect(await answers(api, "127.0.0.8")).toBe(false);
    const client = new TcpClient(web, { from: "127.0.0.9" });
    // The first line that the controller gets is the header of the PROXY protocol, version 2, whose third is its own.
    expect(await client.say("hello")).toBe(`${A}:${behind} \r`);
    client.close();
  });

  it("given clients all the time, when nodes come and go and the file is brought in, then no request fails", async () => {
    const ports = await nodePorts(2);
    for (const address of [A, B, C]) await nodes.open(address, ...ports);
    const of = (...worker: string[]) => ({ ways: ports.map((port) => way(port)), nodes: { worker } });
    const admin = await start(of(A, B));
    for (const port of ports) await untilUp(admin.haproxy, port, A, B);
    const stop = traffic(ports);
    for (const props of [of(A, B, C), of(B, C), of(A, B, C), of(A, B)]) {
      await setTimeout(1000);
      await admin.bringIn(props);
    }
    await setTimeout(1000);
    const { failures, figures } = await stop();
    expect(failures).toEqual([]);
    print("the file of an external HAProxy is brought in", { ...figures, reloads: 4 });
  });

  it("given a pod on one node, when the file is brought in, then its streams live on, and nearly every request is served", async () => {
    const [port = 0] = await nodePorts(1);
    await nodes.open(B, port);
    const of = (...worker: string[]) => ({ ways: [way(port)], nodes: { worker } });
    const admin = await start(of(A, B));
    await untilUp(admin.haproxy, port, B);
    const stop = traffic([port]);
    const files = [of(A, B, C), of(B, C), of(A, B, C)];
    let settled = 0;
    for (const props of files) {
      await setTimeout(1000);
      await admin.bringIn(props);
      settled = Math.max(settled, await untilUp(admin.haproxy, port, B));
    }
    const { failures, figures } = await stop();
    // Each node without the pod counts as up until its first check, which ends what is on its way there.
    expect(failures.length).toBeLessThanOrEqual(2 * files.length);
    expect(failures.filter((failure) => failure.startsWith("stream"))).toEqual([]);
    print("the same beside a pod on one node", { ...figures, reloads: files.length, "settled after ms": settled });
  });
});
