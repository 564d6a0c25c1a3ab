import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { Server } from "./server";
import { settingsSchema } from "./settings";

// The stand-in for Rancher, as a program of its own: node lib/cli/run.cjs test/e2e/support/rancher/program.ts <settings>
const settings = settingsSchema.parse(JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")));
const rancher = new Server(settings);
rancher.listen();

// What tests ask and say, beside Rancher's API.
createServer(async (incoming, outgoing) => {
  const { asked, holdings } = rancher;
  if (incoming.method === "PUT") holdings.phase = (await text(incoming)) === "active" ? "active" : "provisioning";
  outgoing.end(JSON.stringify({ asked, objects: holdings.everything(), tokens: holdings.tokens.size }));
}).listen(settings.testPort, "127.0.0.1");
