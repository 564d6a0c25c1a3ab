import { once } from "node:events";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo, Server as NetServer } from "node:net";
import { text } from "node:stream/consumers";
import { Server } from "./server";
import { settingsSchema } from "./settings";

// The stand-in for Rancher, as a program of its own: node lib/cli/run.cjs test/e2e/support/rancher/program.ts <settings>
const settings = settingsSchema.parse(JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")));
const rancher = new Server(settings);

// What tests ask and say, beside Rancher's API.
const tests = createServer(async (incoming, outgoing) => {
  const { asked, holdings } = rancher;
  if (incoming.method === "PUT") holdings.phase = (await text(incoming)) === "active" ? "active" : "provisioning";
  outgoing.end(JSON.stringify({ asked, objects: holdings.everything(), tokens: holdings.tokens.size }));
});

Promise.all([rancher.server, tests].map(portOf)).then(([port, testPort]) => {
  writeFileSync(`${settings.ports}.new`, JSON.stringify({ port, testPort }));
  renameSync(`${settings.ports}.new`, settings.ports);
});

/** Lets a server listen, and gives the port. */
async function portOf(server: NetServer): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}
