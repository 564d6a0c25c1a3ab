import { setTimeout } from "node:timers/promises";
import type { Haproxy } from "./haproxy";
import { ask, TcpClient } from "./tcp-client";
import { until } from "./until";

/** Prints what a test measured. */
export function print(what: string, figures: Readonly<Record<string, number | string>>): void {
  const said = Object.entries(figures).map(([name, figure]) => `${name} ${figure}`);
  console.log(`bastion: ${what}: ${said.join(", ")}`);
}

/** Whether somebody gets an answer on a port soon. */
export function answers(port: number, from?: string): Promise<boolean> {
  return ask(port, { from, patience: 1000 }).then(
    () => true,
    () => false,
  );
}

/** Who answers on a port when it is asked some times, each once. */
export async function whoAnswers(port: number, times = 20): Promise<string[]> {
  const seen = new Set<string>();
  for (let count = 0; count < times; count++) seen.add(await ask(port));
  return [...seen].sort();
}

/** Waits until HAProxy sees exactly these nodes answer on a port, and gives the milliseconds that it took. */
export function untilUp(haproxy: Haproxy, port: number, ...up: readonly string[]): Promise<number> {
  return until(`${up.join(" and ") || "nothing"} alone for port ${port}`, async () => {
    const servers = Object.values(await haproxy.servers(port));
    const seen = servers.filter(({ status }) => status?.startsWith("UP")).map(({ svname }) => svname);
    return seen.sort().join() === [...up].sort().join() && servers.every(({ status }) => !status?.includes("/"));
  });
}

/** What clients saw. */
export interface Traffic {
  readonly failures: readonly string[];
  /** Who answered them. */
  readonly seen: ReadonlySet<string>;
  readonly figures: Readonly<Record<string, number>>;
}

/** Clients that connect for every request, and streams that go on talking, until they are stopped. */
export function traffic(ports: readonly number[]): () => Promise<Traffic> {
  const failures: string[] = [];
  const seen = new Set<string>();
  let [requests, lines, slowest, longest, going] = [0, 0, 0, 0, true];
  const client = async (port: number) => {
    let answered = performance.now();
    while (going) {
      const began = performance.now();
      await ask(port).then(
        (answer) => {
          seen.add(answer);
          longest = Math.max(longest, performance.now() - answered);
          answered = performance.now();
        },
        (error) => failures.push(`${port}: ${error}`),
      );
      requests++;
      slowest = Math.max(slowest, performance.now() - began);
      await setTimeout(2);
    }
  };
  const stream = async (port: number) => {
    const connection = new TcpClient(port);
    while (going) {
      await connection.say(`line ${lines++}`).catch((error) => failures.push(`stream on ${port}: ${error}`));
      await setTimeout(50);
    }
    connection.close();
  };
  const clients = [...ports, ...ports, ...ports, ...ports].map(client);
  const streams = ports.map(stream);
  return async () => {
    going = false;
    await Promise.all([...clients, ...streams]);
    const figures = {
      requests,
      "lines of streams": lines,
      failures: failures.length,
      "slowest ms": Math.round(slowest),
      "longest without an answer ms": Math.round(longest),
    };
    return { failures, seen, figures };
  };
}
