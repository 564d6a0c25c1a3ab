import { spawnSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { haproxyConfiguration } from "../../../lib/bastion/haproxy-configuration";
import { withNodes } from "../../../lib/bastion/with-nodes";
import { addresses, ways } from "../../support/arbitrary-ways";

const PYTHON = spawnSync("python3", ["--version"]).status === 0;
if (!PYTHON) console.warn("SKIPPED bastion/refresh.py: this machine has no python3");

/** Reads cases as JSON and prints what the program on the bastion makes of each: a text, or null where it refuses. */
const RENDER = `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("refresh", sys.argv[1])
refresh = importlib.util.module_from_spec(spec)
spec.loader.exec_module(refresh)
def answer(text, nodes):
    try:
        return refresh.render(text, refresh.read_nodes(json.dumps(nodes)))[0]
    except refresh.Refused:
        return None
print(json.dumps([answer(text, nodes) for text, nodes in json.load(sys.stdin)]))
`;

const WORKERS = ["192.0.2.10", "192.0.2.9", "192.0.2.10"];

describe("a configuration with its nodes", () => {
  it("is as it was where no line names a role", () => {
    expect(withNodes("a\n  b {other}\n", {})).toBe("a\n  b {other}\n");
  });

  it("has one line for each node, once each, in the order of their addresses", () => {
    expect(withNodes("a\n  {worker} {worker}:1 b\nc", { worker: WORKERS })).toBe(
      "a\n  192.0.2.9 192.0.2.9:1 b\n  192.0.2.10 192.0.2.10:1 b\nc",
    );
  });

  it("tells the roles apart", () => {
    const nodes = { worker: ["192.0.2.1"], "control-plane": ["192.0.2.2"] };
    expect(withNodes("{control-plane}\n{worker}", nodes)).toBe("192.0.2.2\n192.0.2.1");
  });

  it("is the same in whatever order the nodes are listed", () => {
    expect(withNodes("{worker}", { worker: [...WORKERS].reverse() })).toBe(withNodes("{worker}", { worker: WORKERS }));
  });

  it("needs no node of a role that no line names", () => {
    expect(withNodes("{worker}", { worker: ["192.0.2.1"] })).toBe("192.0.2.1");
  });

  it.each([{}, { "control-plane": [] }])("is refused where a role that a line names has no node: %j", (nodes) => {
    expect(() => withNodes("{control-plane}", nodes)).toThrow(
      "There is no node with the role control-plane. Name at least one.",
    );
  });
});

describe.skipIf(!PYTHON)("the program on the bastion", () => {
  const nodes = fc.record(
    { worker: fc.array(addresses, { maxLength: 8 }), "control-plane": fc.array(addresses, { maxLength: 3 }) },
    { requiredKeys: [] },
  );
  const parts = fc.constantFrom("{worker}", "{control-plane}", "{", "}", "worker", ":1 ", "\n", "\t", "ä", "$&");
  const texts = fc.oneof(
    ways.map((declared) => haproxyConfiguration(declared)),
    fc.array(parts).map((chosen) => chosen.join("")),
  );

  it("writes the nodes into any configuration as the library does", () => {
    const cases = fc.sample(fc.tuple(texts, nodes), 300);
    const program = join(__dirname, "../../../bastion/refresh.py");
    const { stdout, stderr } = spawnSync("python3", ["-c", RENDER, program], {
      input: JSON.stringify(cases),
      encoding: "utf8",
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
      maxBuffer: 256 * 1024 * 1024,
    });
    expect(stderr).toBe("");
    const written = cases.map(([text, listed]) => {
      try {
        return withNodes(text, listed);
      } catch {
        return null;
      }
    });
    expect(JSON.parse(stdout)).toEqual(written);
    expect(written.some((text) => text === null)).toBe(true);
  });
});
