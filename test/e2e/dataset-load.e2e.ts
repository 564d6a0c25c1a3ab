import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { frameOf, only } from "../support/sandbox";
import { temporaryFolder } from "../support/synth";
import { run, runs } from "./support/run";
import { Missing, suite } from "./support/suite";

interface Job {
  readonly spec: {
    readonly template: { readonly spec: { readonly container: readonly { readonly command: string[] }[] } };
  };
}

const FILE = randomBytes(200_000);
const SHA256 = createHash("sha256").update(FILE).digest("hex");

const prepare = async () => {
  for (const program of ["curl", "sha256sum"]) if (!(await runs(program, ["--version"]))) throw new Missing(program);
};

/** A server that sends the file, and can break off half-way, or know no ranges. */
class FileServer {
  readonly requests: IncomingMessage[] = [];
  breaksOff = false;
  knowsRanges = true;
  private readonly server: Server = createServer((request, response) => this.answer(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/data/risk.bin`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(request);
    const from = this.knowsRanges ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0) : 0;
    if (from >= FILE.length) {
      response.writeHead(416).end();
      return;
    }
    const part = FILE.subarray(from);
    const headers = { "content-length": part.length };
    if (from > 0)
      response.writeHead(206, { ...headers, "content-range": `bytes ${from}-${FILE.length - 1}/${FILE.length}` });
    else response.writeHead(200, headers);
    if (this.breaksOff) response.write(part.subarray(0, 90_000), () => setTimeout(() => response.destroy(), 50));
    else response.end(part);
  }
}

suite("dataset load", prepare, () => {
  let server: FileServer;
  let url: string;
  let folder: string;

  beforeEach(async () => {
    server = new FileServer();
    url = await server.start();
    folder = mkdtempSync(join(temporaryFolder(), "dataset-"));
  });
  afterEach(() => server.stop());

  const file = (name: string) => join(folder, name);

  /** Runs the very script of the job that a frame holds, with the environment that it has there. */
  const load = (environment: Readonly<Record<string, string>> = {}) => {
    const description = { url: "https://data.example.org/risk.bin", sha256: SHA256 };
    const job = only<Job>(frameOf({ datasets: { risk: { load: description } } }), "kubernetes_job_v1");
    const [shell = "", ...args] = (job.spec.template.spec.container[0]?.command ?? []).map((text) =>
      text.replaceAll("$${", "${"),
    );
    const env = { FOLDER: folder, URL: url, SHA256, FILE: "risk.bin", ...environment };
    return run(shell, args, { env });
  };

  it("given a file, when it is loaded, then it is there whole and no part of it beside it", async () => {
    expect(await load()).toMatchObject({ status: 0, stdout: "risk.bin is loaded\n" });
    expect(readFileSync(file("risk.bin")).equals(FILE)).toBe(true);
    expect(existsSync(file("risk.bin.part"))).toBe(false);
  });

  it("given a connection that breaks off, when it is tried again, then it goes on where it stopped", async () => {
    server.breaksOff = true;
    expect((await load()).status).not.toBe(0);
    const arrived = statSync(file("risk.bin.part")).size;
    expect(arrived).toBeGreaterThan(0);
    server.breaksOff = false;
    expect((await load()).status).toBe(0);
    expect(server.requests.at(-1)?.headers.range).toBe(`bytes=${arrived}-`);
    expect(readFileSync(file("risk.bin")).equals(FILE)).toBe(true);
  });

  it("given a server that knows no ranges, when it is tried again, then it begins anew", async () => {
    server.knowsRanges = false;
    writeFileSync(file("risk.bin.part"), FILE.subarray(0, 1000));
    expect((await load()).status).toBe(33);
    expect((await load()).status).toBe(0);
    expect(readFileSync(file("risk.bin")).equals(FILE)).toBe(true);
  });

  it("given a part that is whole already, when it is tried again, then nobody is asked for it", async () => {
    writeFileSync(file("risk.bin.part"), FILE);
    expect((await load()).status).toBe(0);
    expect(server.requests).toEqual([]);
  });

  it("given the file, when it is loaded again, then nobody is asked for it", async () => {
    writeFileSync(file("risk.bin"), FILE);
    expect(await load()).toMatchObject({ status: 0, stdout: "risk.bin is there\n" });
    expect(server.requests).toEqual([]);
  });

  it("given another sum, when it is loaded, then it fails, says so, and keeps nothing", async () => {
    const { status, stderr } = await load({ SHA256: "0".repeat(64) });
    expect(status).toBe(1);
    expect(stderr).toContain("has another sum than 0000");
    expect(existsSync(file("risk.bin"))).toBe(false);
    expect(existsSync(file("risk.bin.part"))).toBe(false);
  });

  it("given keys of an object store, when it is loaded, then the request is signed with them", async () => {
    const keys = { ACCESS_KEY_ID: "key-id", SECRET_ACCESS_KEY: "secret", REGION: "eu-west-1" };
    expect((await load(keys)).status).toBe(0);
    expect(server.requests[0]?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=key-id\/\d+\/eu-west-1\/s3\//,
    );
  });
});
