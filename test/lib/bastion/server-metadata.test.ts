import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ServerMetadata, type ServerMetadataProps } from "../../../lib/bastion/server-metadata";
import { waysText } from "../../../lib/bastion/ways-parameter";
import type { Way } from "../../../lib/way";
import { synthesize, synthesizeConstruct } from "../../support/synth";
import { TERRAFORM, terraform } from "../../support/terraform";

const PROGRAM = join(__dirname, "../../../bastion/metadata.py");
const PYTHON = spawnSync("python3", ["--version"]).status === 0;
if (!TERRAFORM) console.warn("SKIPPED the metadata of a bastion: this machine has neither terraform nor tofu");

/** Puts metadata together as the bastion does. */
const PUT_TOGETHER = `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("metadata", sys.argv[1])
metadata = importlib.util.module_from_spec(spec)
spec.loader.exec_module(metadata)
print(json.dumps(metadata.put_together(json.load(sys.stdin))))
`;

const WAY: Way = { port: 30042, owner: "pilot2", target: "lx-kafka", from: ["203.0.113.0/24"] };

/** Limits of Nova: parameter_types.metadata, and [quota] metadata_items by default. */
const NOVA = { value: 255, key: /^[a-zA-Z0-9-_:. ]{1,255}$/, items: 128 };

const addresses = (count: number, network = "192.168.200") =>
  Array.from({ length: count }, (_, index) => `${network}.${100 + index}`);

/** Many ways with names and sources that gzip cannot make short. */
const manyWays = (count: number): Way[] =>
  Array.from({ length: count }, (_, index) => ({
    port: 30000 + index,
    owner: `pilot${(index * 7919) % 1009}`,
    target: `component-${(index * 104_729) % 10_007}`,
    from: [`203.${index % 256}.${(index * 31) % 256}.0/24`],
  }));

const outputs = z.object({ metadata: z.object({ value: z.record(z.string(), z.string()) }) });

/** The metadata that real Terraform works out. */
function workOut(props: ServerMetadataProps): Record<string, string> {
  const { outdir, manifest } = synthesize((app) => {
    const stack = new TerraformStack(app, "edge");
    new LocalBackend(stack, { path: join(app.outdir, "edge.tfstate") });
    const { values } = new ServerMetadata(stack, "bastion", props);
    new TerraformOutput(stack, "metadata", { value: values, staticId: true });
  });
  const folder = join(outdir, manifest[0]?.workingDirectory ?? "");
  const run = (...args: string[]) => {
    const { status, output } = terraform(folder, args);
    if (status !== 0) throw new Error(output);
    return output;
  };
  run("init", "-input=false");
  run("apply", "-auto-approve", "-input=false");
  return outputs.parse(JSON.parse(run("output", "-json"))).metadata.value;
}

function putTogether(metadata: Record<string, string>): Record<string, string> {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
  const options = { input: JSON.stringify(metadata), encoding: "utf8", env } as const;
  const { stdout, stderr } = spawnSync("python3", ["-c", PUT_TOGETHER, PROGRAM], options);
  if (stderr) throw new Error(stderr);
  return JSON.parse(stdout);
}

function configurationIn(metadata: Record<string, string>): string {
  return gunzipSync(Buffer.from(putTogether(metadata).ways ?? "", "base64")).toString();
}

describe.skipIf(!TERRAFORM || !PYTHON)("the metadata of a bastion", { timeout: 60_000 }, () => {
  it("given ways and nodes, when the bastion reads it, then it is what was declared", () => {
    const metadata = workOut({ ways: [WAY], nodes: { worker: addresses(2), "control-plane": ["10.0.0.1"] } });
    expect(putTogether(metadata)).toMatchObject({
      worker: "192.168.200.100,192.168.200.101",
      "control-plane": "10.0.0.1",
    });
    expect(configurationIn(metadata)).toBe(waysText([WAY]));
  });

  it("given as many ways as fit, and more nodes than anybody has, then Nova takes it", () => {
    const ways = manyWays(170);
    const metadata = workOut({ ways, nodes: { worker: addresses(100), "control-plane": addresses(5) } });
    for (const [key, value] of Object.entries(metadata)) {
      expect(key).toMatch(NOVA.key);
      expect(value.length).toBeLessThanOrEqual(NOVA.value);
      expect(value).not.toBe("");
    }
    expect(Object.keys(metadata).length).toBeLessThan(NOVA.items / 2);
    expect(configurationIn(metadata)).toBe(waysText(ways));
    expect(putTogether(metadata).worker?.split(",")).toEqual(addresses(100));
  });

  it("given fifty workers, then their addresses stand in four items", () => {
    const metadata = workOut({ ways: [WAY], nodes: { worker: addresses(50) } });
    expect(Object.keys(metadata).filter((key) => key.startsWith("worker-"))).toHaveLength(4);
  });

  it("given no way and no node, then it says so", () => {
    const metadata = workOut({ ways: [], nodes: {} });
    expect(putTogether(metadata)).toMatchObject({ worker: "", "control-plane": "" });
    expect(configurationIn(metadata)).toBe(waysText([]));
  });

  it("given another node, then the parts with the ways stay as they are", () => {
    const of = (count: number) => workOut({ ways: [WAY], nodes: { worker: addresses(count) } });
    const [before, after] = [of(2), of(3)];
    const changed = Object.keys(after).filter((key) => after[key] !== before[key]);
    expect(changed.sort()).toEqual(["contents", "worker-00"]);
  });

  it("given what looks like an expression of Terraform, then it stays as it stands", () => {
    const ways = [{ ...WAY, owner: "a${1+1}b", target: "%{ if true }c" }];
    expect(configurationIn(workOut({ ways, nodes: {} }))).toBe(waysText(ways));
  });
});

describe("the metadata of a bastion is refused", () => {
  const refused = (ways: readonly Way[]) => () =>
    synthesizeConstruct((scope) => {
      new ServerMetadata(scope, "bastion", { ways, nodes: {} });
    });

  it("where the ways are too many", () => {
    expect(refused(manyWays(1000))).toThrow(/^The 1000 ways in by node port and their sources make /);
  });

  it("where two ways have one port", () => {
    expect(refused([WAY, { ...WAY, owner: "other" }])).toThrow("Two ways have the port 30042");
  });
});
