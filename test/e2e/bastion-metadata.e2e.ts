import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Way } from "../../lib/way";
import { type Metadata, metadataOf, stepsBetween } from "../bastion/support/metadata-of";
import { MetadataService } from "../bastion/support/metadata-service";
import { answers, print, traffic, untilUp, whoAnswers } from "./support/bastion-clients";
import { BastionMachine, nodePorts } from "./support/bastion-machine";
import { findHaproxy } from "./support/haproxy";
import { runs } from "./support/run";
import { Missing, suite } from "./support/suite";
import { ask } from "./support/tcp-client";
import { TcpNodes } from "./support/tcp-nodes";
import { until } from "./support/until";

const PROGRAM = join(__dirname, "../../bastion/metadata.py");
const [A, B, C] = ["127.0.0.2", "127.0.0.3", "127.0.0.4"] as const;

const prepare = async () => {
  await findHaproxy();
  if (!(await runs("python3", ["--version"]))) throw new Missing("python3");
};

const way = (port: number): Way => ({ port, owner: "pilot2", target: "store", from: "anywhere" });

suite("bastion by metadata", prepare, () => {
  let nodes: TcpNodes;
  let service: MetadataService;
  let machine: BastionMachine | undefined;
  beforeEach(async () => {
    nodes = new TcpNodes();
    service = await MetadataService.start();
  });
  afterEach(async () => {
    await machine?.stop();
    machine = undefined;
    await service.stop();
    await nodes.stop();
  });

  const start = async (ports: readonly number[], worker: readonly string[]) => {
    const command = (what: string) => ["python3", PROGRAM, service.address, what];
    const commands = { ways: command("ways"), nodes: command("nodes") };
    machine = await BastionMachine.start(ports.map(way), { worker }, {}, commands);
    service.has(metadata(machine, ports, worker));
    return machine;
  };
  const metadata = (bastion: BastionMachine, ports: readonly number[], worker: readonly string[]): Metadata =>
    metadataOf({ ways: bastion.text(ports.map(way)), worker });

  it("given clients all the time, when ways and workers come and go, then no request fails and streams live on", async () => {
    const [first = 0, second = 0, added = 0] = await nodePorts(3);
    for (const address of [A, B, C]) await nodes.open(address, first, second, added);
    const bastion = await start([first, second], [A, B]);
    for (const port of [first, second]) await untilUp(bastion.haproxy, port, A, B);
    const stop = traffic([first, second]);
    const states: [ports: number[], worker: string[]][] = [
      [
        [first, second, added],
        [A, B],
      ],
      [
        [first, second, added],
        [B, C],
      ],
      [
        [first, second],
        [A, B, C],
      ],
      [[first, second, added], [A]],
      [
        [first, second],
        [A, B, C],
      ],
    ];
    for (const [ports, worker] of states) {
      await setTimeout(700);
      service.has(metadata(bastion, ports, worker));
      await bastion.reload();
      expect(await answers(added)).toBe(ports.includes(added));
    }
    await setTimeout(700);
    const { failures, seen, figures } = await stop();
    expect(failures).toEqual([]);
    expect(seen.size).toBe(6);
    print("ways and workers come and go by metadata", { ...figures, reloads: states.length });
  });

  it("given metadata that is changed step by step, then the last good one stays until the new one is whole", async () => {
    const ports = await nodePorts(40);
    const [port = 0] = ports;
    for (const address of [A, B]) await nodes.open(address, port);
    const many = Array.from({ length: 60 }, (_, index) => `127.1.0.${index + 1}`);
    const bastion = await start([port], [A]);
    const workers = () => bastion.haproxy.workers();
    const change = async (before: Metadata, after: Metadata) => {
      const steps = stepsBetween(before, after).slice(1, -1);
      const [configuration, running] = [bastion.configuration, workers()];
      for (const step of steps) {
        service.has(step);
        const { status, stderr } = await bastion.refresh();
        expect({ status, stderr }).toEqual({
          status: 1,
          stderr: expect.stringContaining("the metadata is not all there"),
        });
        expect(bastion.configuration).toBe(configuration);
        expect(workers()).toEqual(running);
        expect(await answers(port)).toBe(true);
      }
      service.has(after);
      await bastion.reload();
      return steps.length;
    };
    const small = metadata(bastion, [port], [A]);
    const large = metadata(bastion, ports, [A, ...many]);
    expect(await change(small, large)).toBe(0); // What is only added is added at once.
    expect(await change(large, small)).toBeGreaterThan(3);
    expect(await whoAnswers(port)).toEqual([`${A}:${port}`]);
  });

  it("given a service that is away or says something else, then everything stays; when it is back, it is loaded", async () => {
    const [port = 0, added = 0] = await nodePorts(2);
    await nodes.open(A, port, added);
    const bastion = await start([port], [A]);
    const { configuration } = bastion;
    const running = bastion.haproxy.workers();
    const troubles: readonly [what: string, begin: () => void, reason: string][] = [
      ["an error", () => service.says("oops", 503), "503"],
      ["a web page", () => service.says("<html></html>"), "JSONDecodeError"],
      ["no metadata", () => service.says("{}"), "KeyError"],
      ["silence", () => service.hangs(), "timed out"],
    ];
    for (const [what, begin, reason] of troubles) {
      begin();
      const { status, stderr } = await bastion.refresh();
      expect({ what, status, stderr }).toEqual({ what, status: 1, stderr: expect.stringContaining(reason) });
      expect(bastion.configuration).toBe(configuration);
      expect(bastion.haproxy.workers()).toEqual(running);
      expect(await ask(port)).toBe(`${A}:${port}`);
    }
    service.has(metadata(bastion, [port, added], [A]));
    await bastion.reload();
    await until("added way", () => answers(added));
  });

  it("given nothing new, then nothing is loaded", async () => {
    const [port = 0] = await nodePorts(1);
    await nodes.open(A, port);
    const bastion = await start([port], [A]);
    const running = bastion.haproxy.workers();
    expect(await bastion.refresh()).toMatchObject({ status: 0, stdout: "", stderr: "" });
    expect(bastion.haproxy.workers()).toEqual(running);
  });
});
