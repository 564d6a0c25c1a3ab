import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { haproxyConfiguration } from "../../lib/bastion/haproxy-configuration";
import { SERVER_STATE, SOCKET } from "../../lib/bastion/ways-parameter";
import { withNodes } from "../../lib/bastion/with-nodes";
import type { Way } from "../../lib/way";
import { ways as anyWays } from "../support/arbitrary-ways";
import { PROGRAMS } from "../support/programs";
import { temporaryFolder } from "../support/synth";
import { answers, print, traffic, untilUp, whoAnswers } from "./support/bastion-clients";
import { configurationsOf } from "./support/bastion-configurations";
import { BastionMachine, nodePorts } from "./support/bastion-machine";
import { findHaproxy, runnable } from "./support/haproxy";
import { run, runs } from "./support/run";
import { Missing, suite } from "./support/suite";
import { ask, TcpClient } from "./support/tcp-client";
import { TcpNodes } from "./support/tcp-nodes";
import { until } from "./support/until";

const [A, B, C] = ["127.0.0.2", "127.0.0.3", "127.0.0.4"] as const;

const prepare = async () => {
  await findHaproxy();
  if (!(await runs("python3", ["--version"]))) throw new Missing("python3");
};

const way = (port: number, parts: Partial<Way> = {}): Way => ({
  port,
  owner: "pilot2",
  target: "store",
  from: "anywhere",
  ...parts,
});

suite("bastion", prepare, () => {
  let nodes: TcpNodes;
  let machine: BastionMachine | undefined;
  beforeEach(() => {
    nodes = new TcpNodes();
  });
  afterEach(async () => {
    await machine?.stop();
    machine = undefined;
    await nodes.stop();
  });

  const start = async (...args: Parameters<typeof BastionMachine.start>) => {
    machine = await BastionMachine.start(...args);
    return machine;
  };

  it("given several sandboxes, then every port leads to its nodes, and nothing else listens", async () => {
    const [web = 0, webBehind = 0, ...ports] = await nodePorts(8);
    const ways = [
      way(web, { nodePort: webBehind, to: "control-plane", owner: "testbed" }),
      ...ports.map((port, index) => way(port, { owner: `pilot${index % 3}`, target: `odd / näme ${index}` })),
    ];
    for (const address of [A, B]) await nodes.open(address, ...ports);
    await nodes.open(C, webBehind);
    const bastion = await start(ways, { worker: [A, B], "control-plane": [C] });
    expect(await whoAnswers(web)).toEqual([`${C}:${webBehind}`]);
    for (const port of ports) expect(await whoAnswers(port)).toEqual([`${A}:${port}`, `${B}:${port}`]);
    const expected = [...[web, ...ports].map((port) => `127.0.0.1:${port}`), bastion.statistics, bastion.metrics];
    expect(bastion.haproxy.listening().sort()).toEqual(expected.sort());
  });

  it("given a worker that dies, then it is taken out, and comes back when it lives again", async () => {
    const [port = 0] = await nodePorts(1);
    for (const address of [A, B]) await nodes.open(address, port);
    const bastion = await start([way(port)], { worker: [A, B] });
    await untilUp(bastion.haproxy, port, A, B);
    await nodes.close(B);
    const out = await untilUp(bastion.haproxy, port, A);
    expect(await whoAnswers(port)).toEqual([`${A}:${port}`]);
    await nodes.open(B, port);
    const back = await untilUp(bastion.haproxy, port, A, B);
    expect(await whoAnswers(port)).toEqual([`${A}:${port}`, `${B}:${port}`]);
    print("a worker dies", { "out after ms": out, "back after ms": back });
  });

  it("given a worker that dies, then the streams to it end, and its clients come to another one", async () => {
    const [port = 0] = await nodePorts(1);
    await nodes.open(A, port);
    const bastion = await start([way(port)], { worker: [A, B] });
    await untilUp(bastion.haproxy, port, A);
    const stream = new TcpClient(port);
    expect(await stream.say("one")).toContain(A);
    await nodes.open(B, port);
    await untilUp(bastion.haproxy, port, A, B);
    await nodes.close(A);
    await until("end of the stream", () => stream.ended !== undefined);
    expect(await ask(port)).toBe(`${B}:${port}`);
  });

  it("given workers without the pod, then they get no connection", async () => {
    const [port = 0] = await nodePorts(1);
    await nodes.open(B, port);
    const bastion = await start([way(port)], { worker: [A, B, C] });
    await untilUp(bastion.haproxy, port, B);
    const before = await bastion.haproxy.servers(port);
    expect(await whoAnswers(port, 100)).toEqual([`${B}:${port}`]);
    const after = await bastion.haproxy.servers(port);
    for (const address of [A, C]) expect(after[address]?.stot).toBe(before[address]?.stot);
    expect(Number(after[B]?.stot) - Number(before[B]?.stot)).toBe(100);
  });

  it("given clients all the time, when workers come and go, then no request fails and streams live on", async () => {
    const ports = await nodePorts(3);
    for (const address of [A, B, C]) await nodes.open(address, ...ports);
    const ways = ports.map((port) => way(port));
    const bastion = await start(ways, { worker: [A, B] });
    for (const port of ports) await untilUp(bastion.haproxy, port, A, B);
    const stop = traffic(ports);
    const listings = [[A, B, C], [B, C], [A, B, C], [B], [A, B], [A, B, C]];
    for (const worker of listings) {
      await setTimeout(700);
      bastion.list({ worker });
      await bastion.reload();
    }
    await setTimeout(700);
    const { failures, seen, figures } = await stop();
    expect(failures).toEqual([]);
    const everywhere = ports.flatMap((port) => [A, B, C].map((address) => `${address}:${port}`));
    expect([...seen].sort()).toEqual(everywhere.sort());
    print("workers come and go", { ...figures, reloads: listings.length });
  });

  it("given a pod on one worker, when others come and go, then no request fails and its streams live on", async () => {
    const [port = 0] = await nodePorts(1);
    await nodes.open(B, port);
    const bastion = await start([way(port)], { worker: [A, B] });
    await untilUp(bastion.haproxy, port, B);
    const stop = traffic([port]);
    const listings = [
      [A, B, C],
      [B, C],
      [A, B, C],
      [A, B],
    ];
    for (const worker of listings) {
      bastion.list({ worker });
      await bastion.reload();
      await setTimeout(1500);
    }
    const { failures, figures } = await stop();
    expect(failures).toEqual([]);
    print("workers come and go beside a pod on one of them", { ...figures, reloads: listings.length });
  });

  it("given a listing or ways that are no good, then HAProxy and its file stay as they are", async () => {
    const [port = 0] = await nodePorts(1);
    await nodes.open(A, port);
    const bastion = await start([way(port)], { worker: [A] });
    const { configuration } = bastion;
    const workers = bastion.haproxy.workers();
    const refused = configuration.replace("mode tcp", "mode carrier-pigeon");
    const attempts: readonly [what: string, change: () => void, reason: string][] = [
      ["broken", () => bastion.listText('{"worker": ["127.0.0'), "no list of addresses"],
      ["empty", () => bastion.listText('{"worker": []}'), "no node with the role worker"],
      ["garbage", () => bastion.listText("<html>502</html>"), "no list of addresses"],
      ["refused", () => bastion.declareText(refused), "unknown proxy mode 'carrier-pigeon'"],
    ];
    for (const [what, change, reason] of attempts) {
      bastion.declare([way(port)]);
      bastion.list({ worker: [A] });
      change();
      const { status, stderr } = await bastion.refresh();
      expect({ what, status, stderr }).toEqual({ what, status: 1, stderr: expect.stringContaining(reason) });
      expect(bastion.configuration).toBe(configuration);
      expect(bastion.haproxy.workers()).toEqual(workers);
      expect(await ask(port)).toBe(`${A}:${port}`);
    }
  });

  it("given a stream that speaks within the time-out, then it lives on; given a silent one, then it ends", async () => {
    const idle = 3;
    const [port = 0] = await nodePorts(1);
    for (const address of [A, B]) await nodes.open(address, port);
    const bastion = await start([way(port)], { worker: [A] }, { idle });
    await untilUp(bastion.haproxy, port, A);
    const silent = new TcpClient(port);
    await silent.say("once");
    let lived = 0;
    const end = until("end of the silent stream", () => silent.ended !== undefined).then((time) => {
      lived = time;
    });
    const speaking = new TcpClient(port);
    const lines = 4 * idle;
    for (let count = 1; count <= lines; count++) {
      expect(await speaking.say(`line ${count}`)).toBe(`${A}:${port} line ${count}`);
      if (count % 5 === 0) {
        bastion.list({ worker: count % 2 === 0 ? [A] : [A, B] });
        await bastion.reload();
      }
      await setTimeout(1000);
    }
    speaking.close();
    await end;
    expect(lived).toBeGreaterThan(idle * 900);
    print(`streams with a time-out of ${idle} s`, {
      "spoke for s": lines,
      reloads: 2,
      "silent one ended after ms": lived,
    });
  });

  it("given networks that may come in, then nobody else gets in", async () => {
    const [some = 0, nobody = 0, anybody = 0] = await nodePorts(3);
    await nodes.open(A, some, nobody, anybody);
    const many = Array.from({ length: 90 }, (_, index) => `192.0.2.${index}/32`);
    const bastion = await start(
      [way(some, { from: ["127.0.0.9/32", ...many] }), way(nobody, { from: [] }), way(anybody)],
      { worker: [A] },
    );
    await untilUp(bastion.haproxy, some, A);
    expect(await answers(some, "127.0.0.9")).toBe(true);
    for (const from of ["127.0.0.8", "127.0.0.9"]) {
      expect(await answers(anybody, from)).toBe(true);
      expect(await answers(nobody, from)).toBe(false);
    }
    expect(await answers(some, "127.0.0.8")).toBe(false);
  });

  it("given a pod that moves to another worker, then its clients find it there soon", async () => {
    const [port = 0] = await nodePorts(1);
    await nodes.open(A, port);
    const bastion = await start([way(port)], { worker: [A, B, C] });
    await untilUp(bastion.haproxy, port, A);
    await nodes.close(A);
    await nodes.open(B, port);
    let failures = 0;
    const gap = await until("answer of the moved pod", () =>
      ask(port).then(
        () => true,
        () => {
          failures++;
          return false;
        },
      ),
    );
    const settled = await untilUp(bastion.haproxy, port, B);
    expect(await whoAnswers(port)).toEqual([`${B}:${port}`]);
    print("a pod moves", { "gap ms": gap, "failed connections": failures, "settled after ms": gap + settled });
  });

  it("given a port that another program has, then HAProxy keeps what it has, and the program says so", async () => {
    const [port = 0, taken = 0] = await nodePorts(2);
    await nodes.open(A, port);
    const bastion = await start([way(port)], { worker: [A] });
    const { configuration } = bastion;
    const other = createServer().listen(taken, "127.0.0.1");
    bastion.declare([way(port), way(taken)]);
    const { status, stderr } = await bastion.refresh();
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining("did not load") });
    expect(bastion.configuration).toBe(configuration);
    expect(await ask(port)).toBe(`${A}:${port}`);
    other.close();
    await bastion.reload();
  });

  it("given all the connections that it takes, then a refresh changes nothing, and another way is loaded all the same", async () => {
    const [full = 0, added = 0] = await nodePorts(2);
    await nodes.open(A, full, added);
    const bastion = await start([way(full)], { worker: [A] }, { connections: 20, connectionsPerWay: 20 });
    await untilUp(bastion.haproxy, full, A);
    const held = Array.from({ length: 20 }, () => new TcpClient(full));
    for (const one of held) await one.say("mine");
    const workers = bastion.haproxy.workers();
    expect(await bastion.refresh()).toMatchObject({ status: 0, stdout: "" });
    expect(bastion.haproxy.workers()).toEqual(workers);
    bastion.declare([way(full), way(added)]);
    await bastion.reload();
    expect(await ask(added)).toBe(`${A}:${added}`);
    for (const one of held) one.close();
  });

  it("given other ways, when they are loaded, then a new port opens and an old one closes", async () => {
    const [kept = 0, old = 0, added = 0] = await nodePorts(3);
    await nodes.open(A, kept, old, added);
    const bastion = await start([way(kept), way(old)], { worker: [A] });
    expect(await answers(old)).toBe(true);
    expect(await answers(added)).toBe(false);
    bastion.declare([way(kept), way(added)]);
    await bastion.reload();
    await until("closed port", async () => !(await answers(old)));
    expect(await answers(added)).toBe(true);
    expect(await answers(kept)).toBe(true);
  });

  it("given a way that has all the connections it may have, then others are served", async () => {
    const [full = 0, other = 0] = await nodePorts(2);
    await nodes.open(A, full, other);
    const bastion = await start([way(full), way(other)], { worker: [A] }, { connections: 100, connectionsPerWay: 5 });
    await untilUp(bastion.haproxy, full, A);
    const held = Array.from({ length: 5 }, () => new TcpClient(full));
    for (const one of held) await one.say("mine");
    expect(await answers(full)).toBe(false);
    expect(await answers(other)).toBe(true);
    for (const one of held) one.close();
    await until("place on the full way", () => answers(full));
  });

  it("given its statistics and metrics, then each answers at its own address with its own paths alone", async () => {
    const [port = 0] = await nodePorts(1);
    await nodes.open(A, port);
    const bastion = await start([way(port)], { worker: [A] });
    const get = async (address: string, path: string) => {
      const response = await fetch(`http://${address}${path}`);
      return { status: response.status, text: await response.text() };
    };
    expect((await get(bastion.statistics, "/;csv")).text).toContain(`pilot2_store_${port}_nodes,${A}`);
    const metrics = await get(bastion.metrics, "/metrics");
    expect(metrics.text).toContain(
      `haproxy_server_status{proxy="pilot2_store_${port}_nodes",server="${A}",state="UP"} 1`,
    );
    expect((await get(bastion.metrics, "/")).status).toBe(403);
    expect((await get(bastion.metrics, "/metrics/..")).status).toBe(403);
    const own = Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address));
    const others = ["127.0.0.9", ...own.filter((address) => /^\d/.test(address) && address !== "127.0.0.1")];
    for (const address of others)
      await expect(get(bastion.statistics.replace("127.0.0.1", address), "/")).rejects.toThrow();
  });

  it("given any ways, then HAProxy takes their configuration without a warning", { timeout: 60_000 }, async () => {
    const file = join(mkdtempSync(join(temporaryFolder(), "bastion-")), "haproxy.cfg");
    await fc.assert(
      fc.asyncProperty(anyWays, async (ways) => {
        const text = runnable(haproxyConfiguration(ways));
        writeFileSync(file, withNodes(text, { worker: [A, B], "control-plane": [C] }));
        expect(await run("haproxy", ["-c", "-dW", "-f", file])).toMatchObject({ status: 0, stderr: "" });
      }),
      { numRuns: 40 },
    );
  });

  it("given the configuration of every example, then HAProxy takes it without a warning", {
    timeout: 180_000,
  }, async () => {
    const folder = mkdtempSync(join(temporaryFolder(), "bastion-"));
    const servers = join(folder, "servers");
    writeFileSync(servers, "1\n");
    const taken: string[] = [];
    for (const [name, program] of Object.entries(PROGRAMS)) {
      for (const text of configurationsOf(program().stacks)) {
        const here = runnable(text).replace(SERVER_STATE, servers).replace(SOCKET, join(folder, "socket"));
        const file = join(folder, `${name}.cfg`);
        writeFileSync(file, withNodes(here, { worker: [A, B, C], "control-plane": [A] }));
        expect(await run("haproxy", ["-c", "-dW", "-f", file])).toMatchObject({ status: 0, stderr: "" });
        taken.push(name);
      }
    }
    const targets = ["reference", "blueprint", "data-access", "openstack-nova", "rancher-bare-metal"];
    expect(taken).toEqual(expect.arrayContaining(targets));
    print("configurations of the reference and the examples", { taken: taken.length });
  });
});
