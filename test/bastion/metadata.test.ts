import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MARK } from "../../lib/bastion/haproxy-configuration";
import { type Metadata, metadataOf, stepsBetween } from "./support/metadata-of";
import { MetadataService } from "./support/metadata-service";

const PROGRAM = join(__dirname, "../../bastion/metadata.py");
const PYTHON = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).stdout?.trim();
if (!PYTHON) console.warn("SKIPPED bastion/metadata.py: this machine has no python3");

/** Puts each metadata of a list together, and prints the texts, or nothing where it is refused. */
const PUT_TOGETHER = `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("metadata", sys.argv[1])
metadata = importlib.util.module_from_spec(spec)
spec.loader.exec_module(metadata)
def texts(meta):
    try:
        return metadata.put_together(meta)
    except metadata.Refused:
        return None
print(json.dumps([texts(meta) for meta in json.load(sys.stdin)]))
`;

const ENVIRONMENT = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
const WAYS = `${MARK}\nbackend a\n  server {worker} {worker}:30040 check\n`;
const WORKERS = ["10.0.0.9", "10.0.0.10"];

/** A text that gzip makes no shorter. */
const noise = (length: number) => {
  let state = length + 1;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  };
  return Array.from({ length }, next).join("");
};

describe.skipIf(!PYTHON)("what a bastion on OpenStack reads of its metadata", () => {
  let service: MetadataService;
  beforeEach(async () => {
    service = await MetadataService.start();
  });
  afterEach(() => service.stop());

  const ask = (what: "ways" | "nodes", address = service.address, variables: NodeJS.ProcessEnv = {}) =>
    new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
      const env = { ...ENVIRONMENT, ...variables };
      execFile(PYTHON, [PROGRAM, address, what], { env }, (error, stdout, stderr) =>
        resolve({ status: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
  const refused = async (reason: string) => {
    for (const what of ["ways", "nodes"] as const) {
      const { status, stdout, stderr } = await ask(what);
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      expect(stderr).toMatch(/^.+\n$/);
      expect(stderr).toContain(reason);
    }
  };

  it("given ways and nodes, then it prints each as the refresh takes it", async () => {
    const meta = metadataOf({ ways: WAYS, worker: WORKERS, controlPlane: ["10.0.0.11"] });
    service.has(meta);
    expect(await ask("ways")).toEqual({ status: 0, stdout: `${meta["ways-00"]}\n`, stderr: "" });
    const nodes = JSON.stringify({ worker: WORKERS, "control-plane": ["10.0.0.11"] });
    const { stdout } = await ask("nodes");
    expect(JSON.parse(stdout)).toEqual(JSON.parse(nodes));
  });

  it("given a role without nodes, then its list is empty", async () => {
    service.has(metadataOf({ ways: WAYS, worker: WORKERS }));
    expect(JSON.parse((await ask("nodes")).stdout)).toEqual({ worker: WORKERS, "control-plane": [] });
  });

  it("given many ways and fifty workers, then their parts are put together in their order", async () => {
    const worker = Array.from({ length: 50 }, (_, index) => `192.168.200.${100 + index}`);
    const meta = metadataOf({ ways: noise(6000), worker });
    expect(Object.keys(meta).filter((key) => key.startsWith("ways-")).length).toBeGreaterThan(25);
    expect(meta).toHaveProperty("worker-03");
    service.has(meta);
    expect(JSON.parse((await ask("nodes")).stdout).worker).toEqual(worker);
    const parts = Object.keys(meta).filter((key) => key.startsWith("ways-"));
    expect((await ask("ways")).stdout.trim()).toBe(parts.map((key) => meta[key]).join(""));
  });

  it("given metadata of somebody else, and parts that a change left behind, then they do not matter", async () => {
    const meta = metadataOf({ ways: WAYS, worker: WORKERS });
    service.has({ ...meta, owner: "admin", "ways-01": "left behind", "worker-07": "10.0.0.99" });
    expect((await ask("ways")).stdout.trim()).toBe(meta["ways-00"]);
    expect(JSON.parse((await ask("nodes")).stdout).worker).toEqual(WORKERS);
  });

  it("given a proxy in the environment, then it asks the service itself", async () => {
    service.has(metadataOf({ ways: WAYS, worker: WORKERS }));
    const proxy = { http_proxy: "http://127.0.0.1:1", HTTP_PROXY: "http://127.0.0.1:1", no_proxy: "" };
    expect(await ask("nodes", service.address, proxy)).toMatchObject({ status: 0 });
  });

  it.each<[string, (meta: Metadata) => Metadata, string]>([
    ["without a part", ({ "ways-00": _, ...rest }) => rest, "ways-00"],
    ["without the contents", ({ contents: _, ...rest }) => rest, "contents"],
    ["with a part of another version", (meta) => ({ ...meta, "worker-00": "10.0.0.9" }), "more than one version"],
    [
      "with contents of another version",
      (meta) => ({ ...meta, contents: contentsOf("other") }),
      "more than one version",
    ],
    ["with contents that are no JSON", (meta) => ({ ...meta, contents: '{"ways": 1' }), "not all there"],
    ["with contents that are a list", (meta) => ({ ...meta, contents: "[]" }), "not all there"],
    ["with contents that count in words", (meta) => ({ ...meta, contents: '{"ways": "one"}' }), "not all there"],
    ["with contents that count too far", (meta) => ({ ...meta, contents: '{"ways": 1000000000}' }), "not all there"],
  ])("given metadata %s, then nothing is printed, and it says why", async (_, change, reason) => {
    service.has(change(metadataOf({ ways: WAYS, worker: WORKERS })));
    await refused(reason);
  });

  it.each([
    ["no metadata", () => service.says('{"uuid": "7e4f0e2c"}'), "KeyError('meta')"],
    ["metadata of no kind", () => service.says('{"meta": []}'), "not all there"],
    ["a web page", () => service.says("<html>502</html>"), "JSONDecodeError"],
    ["no text", () => service.says("\u0000"), "JSONDecodeError"],
    ["an error", () => service.says("oops", 500), "500"],
    ["half an answer", () => service.breaksOff(), "JSONDecodeError"],
  ])("given a service that answers with %s, then nothing is printed, and it says why", async (_, change, reason) => {
    change();
    await refused(reason);
  });

  it("given a service that is away, then nothing is printed, and it says why", async () => {
    const { address } = service;
    await service.stop();
    const { status, stdout, stderr } = await ask("ways", address);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("Connection refused");
    service = await MetadataService.start();
  });

  it("given a service that does not answer, then it waits no longer than the refresh does", async () => {
    service.hangs();
    const began = performance.now();
    expect(await ask("ways")).toMatchObject({ status: 1, stderr: expect.stringContaining("timed out") });
    expect(performance.now() - began).toBeLessThan(9000);
  });
});

describe.skipIf(!PYTHON)("what a bastion on OpenStack makes of metadata that is changed", () => {
  const putTogether = (cases: readonly Metadata[]): unknown[] => {
    const options = { input: JSON.stringify(cases), encoding: "utf8", env: ENVIRONMENT, maxBuffer: 1 << 28 } as const;
    const { stdout, stderr } = spawnSync(PYTHON, ["-c", PUT_TOGETHER, PROGRAM], options);
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  };
  const nodes = fc.array(fc.ipV4(), { maxLength: 60 });
  const texts = fc.record({ ways: fc.nat(3000).map(noise), worker: nodes, controlPlane: nodes });

  it("is what was, nothing, or what will be: in each step that the provider takes", () => {
    const changes = fc.sample(fc.tuple(texts, texts), 100).map(([one, other]) => {
      const steps = stepsBetween(metadataOf(one), metadataOf(other));
      return { steps, ends: [steps[0], steps.at(-1)] as Metadata[] };
    });
    const found = putTogether(changes.flatMap(({ steps, ends }) => [...ends, ...steps]));
    for (const { steps, ends } of changes) {
      const [before, after] = found.splice(0, ends.length);
      expect(before).not.toBeNull();
      expect(after).not.toBeNull();
      const seen = found.splice(0, steps.length);
      expect(seen[0]).toEqual(before);
      expect(seen.at(-1)).toEqual(after);
      for (const one of seen) expect([before, after, null]).toContainEqual(one);
    }
  });

  it("is what was, nothing, or what will be: whichever part of it is there yet", () => {
    const mixes = fc
      .sample(fc.tuple(texts, texts, fc.infiniteStream(fc.boolean())), 200)
      .map(([one, other, chosen]) => {
        const [before, after] = [metadataOf(one), metadataOf(other)];
        const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
        const mixed = keys.flatMap((key) => {
          const value = (chosen.next().value ? after : before)[key];
          return value === undefined ? [] : [[key, value] as const];
        });
        return [before, after, Object.fromEntries(mixed)] as const;
      });
    const found = putTogether(mixes.flat());
    for (let index = 0; index < found.length; index += 3) {
      const [before, after, mixed] = found.slice(index, index + 3);
      expect([before, after, null]).toContainEqual(mixed);
    }
    expect(found.filter((one) => one === null).length).toBeGreaterThan(100);
  });
});

function contentsOf(ways: string): string {
  return metadataOf({ ways, worker: WORKERS }).contents ?? "";
}
